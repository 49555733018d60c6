import { mean, sampleStandardDeviation } from 'simple-statistics';
import type { FinishedRecord, RunRecord } from '../runs/record';
import type { RecordStore } from '../runs/recordStore';
import { cellLabel, type PresetName } from '../runs/specification';
import { canonicalJson } from '../runs/specificationHash';
import type { Reproduction } from './openReproduction';

/** Fewer committed seeds have no spread. */
const fewestSeeds = 2;
/**
 * The spread of so few seeds is in standard deviations; twice covers every committed seed itself.
 */
const deviations = 2;

/**
 * Sets retrained cells beside the committed records of the same configuration, all seeds that were
 * committed, whatever seeds were retrained: is the mean over the retrained seeds within mean ± 2
 * standard deviations of the committed ones?
 *
 * Preset `paper` is compared on the test images, MSE (IR) or PCC (NRS). A shorter preset is the
 * same training stopped earlier, which has no counterpart in the scores of the committed runs but
 * has one in their history: the best validation value up to the step at which the shorter one ends.
 * Seeds also differ in their split into training and validation images; that is part of the spread.
 * @returns a sentence for every cell that lies outside, and last one with the count, or why there
 * is none
 */
export function compareWithCommitted(
  { dataset, preset }: Pick<Reproduction, 'dataset' | 'preset'>,
  retrainedRecords: readonly RunRecord[],
  store: RecordStore,
): string[] {
  if (preset === 'smoke')
    return [
      'No comparison with the committed records: preset smoke shows that everything runs, and ' +
        'its numbers mean nothing.',
    ];
  const records = store.hashes().flatMap((hash) => store.read(hash) ?? []);
  if (records.length === 0)
    return [
      `No comparison with committed records: the package has none of the data set ${dataset.name}.`,
    ];
  const committed = groupByCell(records);
  const cells = [...groupByCell(retrainedRecords)];
  const outside = cells.flatMap(([cell, retrained]) => {
    const others = committed.get(cell) ?? [];
    return others.length < fewestSeeds ? [] : [whereOutside(preset, retrained, others)];
  });
  if (outside.length === 0)
    return [
      `No comparison with the committed records: none of the ${cells.length} retrained cells ` +
        `has ${fewestSeeds} seeds there.`,
    ];
  const sentences = outside.filter((sentence) => sentence !== undefined);
  const compared =
    preset === 'paper'
      ? 'MSE (IR) or PCC (NRS) on the test images'
      : `Best validation value of the first ${stepsOf(cells[0][1][0])} steps`;
  const rest =
    cells.length === outside.length
      ? ''
      : ` (${cells.length - outside.length} more have no ${fewestSeeds} committed seeds to be ` +
        'compared with)';
  const within =
    `${outside.length - sentences.length} of ${outside.length} retrained cells within the seed ` +
    `spread of the committed records${rest}`;
  return [
    ...sentences,
    `${compared}, mean ± ${deviations} standard deviations over committed seeds: ${within}.`,
  ];
}

/** Finished records that differ only in their seed and in how long they were trained. */
function groupByCell(records: readonly RunRecord[]): Map<string, FinishedRecord[]> {
  const cells = new Map<string, FinishedRecord[]>();
  for (const record of records.filter((one) => one.status === 'finished')) {
    const { specification } = record;
    const key = canonicalJson({
      ...specification,
      seed: null,
      preset: null,
      hyperparameters: { ...specification.hyperparameters, maxSteps: null },
    });
    cells.set(key, [...(cells.get(key) ?? []), record]);
  }
  return cells;
}

/** The last step of a preset at which every longer run was validated too. */
function stepsOf({
  specification: {
    hyperparameters: { maxSteps, validationInterval },
  },
}: FinishedRecord): number {
  return maxSteps - (maxSteps % validationInterval);
}

/** Best validation value up to a step; that of the whole run where it ended earlier. */
function bestWithin(steps: number, { curves }: FinishedRecord): number {
  return Math.min(...curves.validation.filter((_, index) => curves.step[index] <= steps));
}

/**
 * Says by how much the mean over retrained seeds is outside the spread; undefined where it is
 * inside.
 */
function whereOutside(
  preset: PresetName,
  retrained: readonly FinishedRecord[],
  committed: readonly FinishedRecord[],
): string | undefined {
  const { specification } = retrained[0];
  const metric = preset !== 'paper' ? 'validation' : specification.task === 'IR' ? 'mse' : 'pcc';
  const scoreOf = (record: FinishedRecord): number | null =>
    metric === 'validation' ? bestWithin(stepsOf(retrained[0]), record) : record.summary[metric];
  const scoresOf = (records: readonly FinishedRecord[]): number[] =>
    records.map(scoreOf).filter((value) => value !== null);
  const [ours, theirs] = [mean(scoresOf(retrained)), scoresOf(committed)];
  const [centre, spread] = [mean(theirs), deviations * sampleStandardDeviation(theirs)];
  if (Math.abs(ours - centre) <= spread) return undefined;
  const range =
    `${(centre - spread).toPrecision(4)} to ${(centre + spread).toPrecision(4)} ` +
    `(${theirs.length} seeds)`;
  return (
    `Outside the seed spread: ${cellLabel(specification)}, ${metric} ${ours.toPrecision(4)}, ` +
    `committed ${range}`
  );
}
