import { mean, sampleStandardDeviation } from 'simple-statistics';
import { formatModelName } from '../models/modelName';
import type { FinishedRecord } from '../runs/record';
import type { RecordStore } from '../runs/recordStore';
import type { PresetName, RunSpecification } from '../runs/specification';
import { canonicalJson, specificationHash, uniqueSpecifications } from '../runs/specificationHash';
import type { Reproduction } from './openReproduction';

/** A retrained cell beside its committed counterpart, in one number. */
export interface ComparedCell {
  readonly label: string;
  /** `validation`: the best value of the validation criterion within the steps that were retrained. */
  readonly metric: 'mse' | 'pcc' | 'validation';
  /** Mean over the retrained seeds. */
  readonly retrained: number;
  /** Mean ± 2 standard deviations over the committed seeds. */
  readonly committed: { readonly low: number; readonly high: number; readonly seeds: number };
  readonly isWithin: boolean;
}

export interface Comparison {
  readonly cells: readonly ComparedCell[];
  /** One sentence: the count, or why there is none. */
  readonly sentence: string;
}

/** Fewer committed seeds have no spread. */
const fewestSeeds = 2;
/** The spread of so few seeds is in standard deviations; twice covers every committed seed itself. */
const deviations = 2;

/**
 * Sets retrained cells beside the committed records of the same configuration, all seeds that were committed, whatever seeds were
 * retrained: is the mean over the retrained seeds within mean ± 2 standard deviations of the committed ones?
 *
 * Preset `paper` is compared on the test images, MSE (IR) or PCC (NRS). A shorter preset is the same training stopped earlier,
 * which has no counterpart in the scores of the committed runs but has one in their history: the best validation value up to the
 * step at which the shorter one ends. Seeds also differ in their split into training and validation images; that is part of the spread.
 */
export function compareWithCommitted(
  { dataset, preset }: Pick<Reproduction, 'dataset' | 'preset'>,
  specifications: readonly RunSpecification[],
  stores: { readonly local: RecordStore; readonly committed: RecordStore },
): Comparison {
  if (dataset.name !== 'simulated') {
    return nothing(`they are of the simulated data, these of ${dataset.name}`);
  }
  const committed = groupByCell(finished(stores.committed, stores.committed.hashes()));
  if (committed.size === 0) {
    return nothing('the package has none yet');
  }
  const local = groupByCell(finished(stores.local, uniqueSpecifications(specifications).map(specificationHash)));
  const counterparts = [...local].map(([cell, retrained]) => ({ retrained, committed: committed.get(cell) ?? [] }));
  const comparable = counterparts.filter((pair) => pair.committed.length >= fewestSeeds);
  if (comparable.length === 0) {
    return nothing(`none of the ${counterparts.length} retrained cells has ${fewestSeeds} seeds there`);
  }
  const cells = comparable.map((pair) => compareCell(preset, pair.retrained, pair.committed));
  return { cells, sentence: describe(preset, cells, counterparts.length - comparable.length, stepsOf(comparable[0].retrained[0])) };
}

function nothing(reason: string): Comparison {
  return { cells: [], sentence: `No comparison with the committed records: ${reason}.` };
}

function describe(preset: PresetName, cells: readonly ComparedCell[], leftOut: number, steps: number): string {
  const compared = preset === 'paper' ? 'MSE (IR) or PCC (NRS) on the test images' : `Best validation value of the first ${steps} steps`;
  const within = cells.filter(({ isWithin }) => isWithin).length;
  const rest = leftOut === 0 ? '' : ` (${leftOut} more have no ${fewestSeeds} committed seeds to be compared with)`;
  return `${compared}, mean ± ${deviations} standard deviations over committed seeds: ${within} of ${cells.length} retrained cells within the seed spread of the committed records${rest}.`;
}

function finished(store: RecordStore, hashes: readonly string[]): FinishedRecord[] {
  return hashes.map(store.read).filter((record) => record?.status === 'finished');
}

/** Records that differ only in their seed and in how long they were trained. */
function groupByCell(records: readonly FinishedRecord[]): Map<string, FinishedRecord[]> {
  const cells = new Map<string, FinishedRecord[]>();
  for (const record of records) {
    const { specification } = record;
    const key = canonicalJson({ ...specification, seed: null, preset: null, hyperparameters: { ...specification.hyperparameters, maxSteps: null } });
    cells.set(key, [...(cells.get(key) ?? []), record]);
  }
  return cells;
}

/** The last step of a preset at which every longer run was validated too. */
function stepsOf({ specification: { hyperparameters: { maxSteps, validationInterval } } }: FinishedRecord): number {
  return maxSteps - (maxSteps % validationInterval);
}

/** Best validation value up to a step; that of the whole run where it ended earlier. */
function bestWithin(steps: number, { curves }: FinishedRecord): number {
  return Math.min(...curves.validation.filter((_, index) => curves.step[index] <= steps));
}

function compareCell(preset: PresetName, retrained: readonly FinishedRecord[], committed: readonly FinishedRecord[]): ComparedCell {
  const { specification } = retrained[0];
  const { region, task, neurons } = specification;
  const metric = preset !== 'paper' ? 'validation' : task === 'IR' ? 'mse' : 'pcc';
  const valueOf = (record: FinishedRecord): number | null => (metric === 'validation' ? bestWithin(stepsOf(retrained[0]), record) : record.summary[metric]);
  const valuesOf = (records: readonly FinishedRecord[]): number[] => records.map(valueOf).filter((value) => value !== null);
  const [ours, theirs] = [mean(valuesOf(retrained)), valuesOf(committed)];
  const [centre, spread] = [mean(theirs), deviations * sampleStandardDeviation(theirs)];
  return {
    label: `region ${region} ${formatModelName(specification)} ${task}${neurons === 'all' ? '' : ` ${neurons.length} neurons`}`,
    metric,
    retrained: ours,
    committed: { low: centre - spread, high: centre + spread, seeds: theirs.length },
    isWithin: Math.abs(ours - centre) <= spread,
  };
}
