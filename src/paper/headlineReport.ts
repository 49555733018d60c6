import { mean, sampleStandardDeviation } from 'simple-statistics';
import type { CrossedInterval } from '../metrics/crossedInterval';
import { fewestSeeds } from '../metrics/verdict';
import type { FinishedRecord } from '../runs/record';
import type { RecordStore } from '../runs/recordStore';
import { runLabel, type RunSpecification } from '../runs/specification';
import { headlineComparisons } from './headline';
import { intervalOfRow, measure, takeOnce } from './measure';
import type { Reproduction } from './openReproduction';
import { specify } from './specify';

/** Relative; less than this is the same number. */
const lastDigits = 1e-6;
/** Standard deviations over the committed seeds by which a training may be off. */
const deviations = 2;
/** What preset paper has of every cell of the headline. */
const committedSeeds = Array.from({ length: fewestSeeds }, (_, index) => index + 1);

/** MSE (IR) or PCC (NRS) on the test images. */
const scoreOf = ({ specification: { task }, summary }: FinishedRecord): number =>
  (task === 'IR' ? summary.mse : summary.pcc)!;

interface Stores {
  readonly local: Pick<RecordStore, 'read'>;
  readonly committed: Pick<RecordStore, 'read'>;
}

/** One training beside the committed one of the same seed. */
export interface Repetition {
  readonly equal: boolean;
  /** How it did not come out again; undefined where it did. */
  readonly failure?: string;
}

/**
 * Whether a training came out again. On the processor of the committed record its numbers are
 * equal; on another one the last digits differ, which grows over thousands of steps: then it has to
 * be within 2 standard deviations over the committed seeds.
 * @param seeds those that were committed
 */
export function repetition(
  run: RunSpecification,
  seeds: readonly number[],
  { local, committed }: Stores,
): Repetition {
  const [own, theirs] = [local.read(run), committed.read(run)];
  const label = runLabel(run);
  const failed = (failure: string): Repetition => ({ equal: false, failure });
  if (own?.status !== 'finished') return failed(`${label} did not finish here`);
  if (theirs?.status !== 'finished') return failed(`${label} has no record in the package`);
  const [here, there] = [scoreOf(own), scoreOf(theirs)];
  if (Math.abs(here - there) <= lastDigits * Math.abs(there)) return { equal: true };
  const scores = seeds
    .flatMap((seed) => committed.read({ ...run, seed }) ?? [])
    .filter((record) => record.status === 'finished')
    .map(scoreOf);
  const allowed = scores.length > 1 ? deviations * sampleStandardDeviation(scores) : 0;
  if (Math.abs(here - there) <= allowed) return { equal: false };
  const metric = run.task === 'IR' ? 'MSE' : 'PCC';
  return failed(
    `${label}: ${metric} ${here.toPrecision(5)} here, ${there.toPrecision(5)} in the package; ` +
      `${allowed.toPrecision(2)} is what ${deviations} standard deviations over seeds allow`,
  );
}

const inPercent = (interval: CrossedInterval, scale: number, digits: number): string => {
  const text = (value: number): string => (value * scale).toFixed(digits).replace('-', '−');
  return `${text(interval.estimate)} [${text(interval.lower)}, ${text(interval.upper)}]`;
};

/** What the trainings of the headline say, beside those that come with the package. */
export interface HeadlineReport {
  readonly lines: readonly string[];
  /** Whether every training came out again. */
  readonly cameOut: boolean;
}

/**
 * Sets every headline contrast that was trained here beside the committed one: both with their
 * interval, and whether each training came out again.
 */
export async function headlineReport(retrained: Reproduction): Promise<HeadlineReport> {
  const committed: Reproduction = { ...retrained, retrained: new Set() };
  const lines: string[] = [];
  let cameOut = true;
  for (const comparison of headlineComparisons(retrained)) {
    const { first, second, metric, question, place } = comparison;
    const pairs = [retrained, committed].map((one) => measure(one, comparison, takeOnce(one)));
    const [here, there] = await Promise.all(pairs);
    const runs = [first, second].flatMap((cell) => specify(retrained, cell));
    const repeated = runs.map((run) => repetition(run, committedSeeds, retrained.records));
    const off = repeated.flatMap(({ failure }) => failure ?? []);
    const equal = repeated.filter((one) => one.equal).length;
    cameOut &&= off.length === 0;
    const text = (found: typeof here): string => {
      if (found === undefined) return 'nothing';
      const reference = metric === 'mse' ? mean(found.pair[1].flatMap(({ mse }) => mse)) : 1;
      return inPercent(
        intervalOfRow(found),
        metric === 'mse' ? 100 / reference : 1,
        metric === 'mse' ? 2 : 4,
      );
    };
    lines.push(
      `  ${question} (${place}): in the package ${text(there)}, made here ${text(here)} ` +
        `${metric === 'mse' ? '% of the MSE' : 'PCC'} (seeds ${retrained.seeds.join(', ')}): ` +
        (off.length === 0
          ? `came out again, all ${runs.length} trainings, ${equal} of them to the last digit.`
          : `did not come out again, ${off.length} of ${runs.length} trainings:`),
      ...off.map((sentence) => `    ${sentence}`),
    );
  }
  return { lines: ['Trained again and set beside the package:', ...lines], cameOut };
}
