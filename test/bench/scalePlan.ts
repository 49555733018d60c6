import { runCost } from '../../src/cli/poolProgress';
import { measureRate, planGroups } from '../../src/cli/trainWorkflow';
import { createNetwork } from '../../src/models/network';
import { formatModelName } from '../../src/models/modelName';
import type { RecordLookup } from '../../src/paper/cells';
import { items, runsOf } from '../../src/paper/items';
import { openPlan } from '../../src/paper/specify';
import type { RunRecord } from '../../src/runs/record';
import { runLabel, type RunSpecification } from '../../src/runs/specification';
import { specificationHash } from '../../src/runs/specificationHash';

/** What the plan of `npm run bench -- --scale` is computed from. */
export interface MeasuredCosts {
  /** Finished records that came with the package when it was made. */
  readonly records: number;
  /** Median seconds of a run, for every kind of run that they hold. */
  readonly secondsOfKind: Readonly<Record<string, number>>;
  /** Median seconds of a unit of `runCost`, for the other kinds. */
  readonly secondsOfUnit: number;
  /** Mean size of a record; the weights come to it. */
  readonly recordBytes: number;
  /** What a job takes beside its runs. */
  readonly startSeconds: number;
  /** From the last training to the end of `reproduce`. */
  readonly notebookSeconds: number;
}

export interface ScaleRow {
  readonly seeds: number;
  readonly runs: number;
  /** Runs of a kind that was measured. */
  readonly measuredRuns: number;
  readonly coreHours: number;
  readonly gigabytes: number;
  /** On so many cores. */
  readonly hours: Readonly<Record<string, number>>;
  /** Share of the cores' time in which they train. */
  readonly busy: Readonly<Record<string, number>>;
  /** With a core for every job: what is left in sequence. */
  readonly limit: {
    readonly firstRound: number;
    readonly secondRound: number;
    readonly notebooks: number;
    readonly longestRun: string;
    readonly longestRunHours: number;
  };
}

export interface ScalePlan {
  readonly costs: MeasuredCosts;
  readonly rows: readonly ScaleRow[];
}

/** Runs that take about equally long. */
function kindOf({ task, frozenEncoder, hyperparameters, ...model }: RunSpecification): string {
  return [formatModelName(model), task, frozenEncoder?.mapping, hyperparameters.augmentation].join(
    ' ',
  );
}

const coreCounts = [2, 16, 200];
// As many as were recorded.
const neurons: Readonly<Record<number, number>> = { 1: 103, 2: 55, 3: 102 };

const median = (values: readonly number[]): number =>
  [...values].sort((left, right) => left - right)[Math.floor(values.length / 2)];
const sum = (values: readonly number[]): number =>
  values.reduce((total, value) => total + value, 0);

export function measureCosts(
  records: readonly RunRecord[],
  rest: Omit<MeasuredCosts, 'records' | 'secondsOfKind' | 'secondsOfUnit'>,
): MeasuredCosts {
  const finished = records.filter(({ status }) => status === 'finished');
  const kinds = [...new Set(finished.map(({ specification }) => kindOf(specification)))].sort();
  const secondsOf = (kind: string): number =>
    median(
      finished
        .filter(({ specification }) => kindOf(specification) === kind)
        .map(({ provenance }) => provenance.seconds),
    );
  return {
    records: finished.length,
    secondsOfKind: Object.fromEntries(kinds.map((kind) => [kind, Math.round(secondsOf(kind))])),
    secondsOfUnit: Number(measureRate(finished).median.toPrecision(3)),
    ...rest,
  };
}

/**
 * The trainings of the preset: those that are known at the beginning, and Table 3's, which follow
 * from them.
 */
export function rounds(seeds: number): [RunSpecification[], RunSpecification[]] {
  const plan = openPlan(
    { identity: { name: 'simulated', kind: 'simulated', fingerprint: 'f00d' }, regions: [1, 2, 3] },
    'paper',
    seeds,
  );
  // How many neurons are significant does not matter here, as long as some are and some are not.
  const pcc = Array.from({ length: neurons[3] }, (_, neuron) => (neuron % 2 === 0 ? 0.9 : 0));
  const joint = {
    status: 'finished',
    responses: { pcc, predictions: { shape: [50, pcc.length] } },
    validationScores: { pcc },
  } as unknown as RunRecord;
  const known: RecordLookup = () => joint;
  const first = runsOf(plan, items, () => undefined);
  const names = new Set(first.map(specificationHash));
  return [first, runsOf(plan, items, known).filter((run) => !names.has(specificationHash(run)))];
}

function weightBytes({ autoencoder, readout, layer, region }: RunSpecification): number {
  const count = neurons[region];
  const statistics = {
    meanResponses: new Float32Array(count).fill(1),
    receptiveFieldCentres: () => Array.from({ length: count }, () => [16, 16] as const),
  };
  const { initial } = createNetwork({ autoencoder, readout, layer }).initialise(statistics, 1);
  return sum(Object.values(initial).map(({ values }) => 4 * values.length));
}

interface Job {
  readonly seconds: number;
  readonly after: readonly number[];
}

/** When the last job ends if each core takes the next one whose earlier ones have ended. */
export function makespan(jobs: readonly Job[], cores: number): number {
  const endOf: number[] = jobs.map(() => Infinity);
  const free: number[] = Array.from({ length: Math.min(cores, jobs.length) }, () => 0);
  const waiting = jobs.map((_, index) => index);
  while (waiting.length > 0) {
    const now = Math.min(...free);
    const core = free.indexOf(now);
    const next = waiting.findIndex((index) =>
      jobs[index].after.every((earlier) => endOf[earlier] <= now),
    );
    if (next < 0) {
      free[core] = Math.min(...endOf.filter((end) => end > now));
      continue;
    }
    const [job] = waiting.splice(next, 1);
    endOf[job] = free[core] = now + jobs[job].seconds;
  }
  return jobs.length === 0 ? 0 : Math.max(...endOf);
}

export function planScale(costs: MeasuredCosts, seedCounts = [5, 20]): ScalePlan {
  const secondsOf = (run: RunSpecification): number =>
    costs.secondsOfKind[kindOf(run)] ?? costs.secondsOfUnit * runCost(run);
  const rate = { median: costs.secondsOfUnit, largest: costs.secondsOfUnit };
  const jobsOf = (runs: readonly RunSpecification[], cores: number): Job[] =>
    planGroups(
      [...runs]
        .sort((left, right) => runCost(right) - runCost(left))
        .map((specification) => ({ specification, hash: specificationHash(specification) })),
      rate,
      cores,
    ).map((group) => ({
      seconds: costs.startSeconds + sum(group.runs.map(secondsOf)),
      after: group.after,
    }));
  const rows = seedCounts.map((seeds): ScaleRow => {
    const both = rounds(seeds);
    const runs = both.flat();
    const network = (run: RunSpecification): string => `${formatModelName(run)} ${run.region}`;
    const bytes = new Map(
      [...new Map(both[0].map((run) => [network(run), run]))].map(([key, run]) => [
        key,
        weightBytes(run),
      ]),
    );
    const work = sum(runs.map(secondsOf));
    const trainingSeconds = (cores: number): number =>
      sum(both.map((round) => makespan(jobsOf(round, cores), cores)));
    const busyShare = (cores: number): number =>
      work / (cores * (trainingSeconds(cores) + costs.notebookSeconds));
    const at = (value: (cores: number) => number): Record<string, number> =>
      Object.fromEntries(coreCounts.map((cores) => [cores, value(cores)]));
    const longest = runs.reduce((one, other) => (secondsOf(other) > secondsOf(one) ? other : one));
    const [firstRound, secondRound] = both.map(
      (round) => makespan(jobsOf(round, round.length), round.length) / 3600,
    );
    return {
      seeds,
      runs: runs.length,
      measuredRuns: runs.filter((run) => kindOf(run) in costs.secondsOfKind).length,
      coreHours: work / 3600,
      gigabytes: sum(runs.map((run) => costs.recordBytes + bytes.get(network(run))!)) / 1e9,
      hours: at((cores) => (trainingSeconds(cores) + costs.notebookSeconds) / 3600),
      busy: at(busyShare),
      limit: {
        firstRound,
        secondRound,
        notebooks: costs.notebookSeconds / 3600,
        longestRun: runLabel(longest),
        longestRunHours: secondsOf(longest) / 3600,
      },
    };
  });
  return { costs, rows };
}

const percent = (share: number): string => `${Math.round(100 * share)} %`;
const duration = (hours: number): string =>
  hours < 1.5
    ? `${Math.round(60 * hours)} min`
    : hours < 48
      ? `${hours.toFixed(1)} h`
      : `${(hours / 24).toFixed(1)} days`;

/** As it stands in data/bench/README.md. */
export function formatScale({ costs, rows }: ScalePlan): string {
  const table = rows.map(
    ({ seeds, runs, coreHours, gigabytes, hours }) =>
      `| ${[seeds, runs.toLocaleString('en'), Math.round(coreHours), `${gigabytes.toFixed(1)} GB`, ...coreCounts.map((cores) => duration(hours[cores])), 'not measured'].join(' | ')} |`,
  );
  const { measuredRuns, runs, limit } = rows[0];
  const busy = rows.map(
    (row) =>
      `${coreCounts.map((cores) => percent(row.busy[cores])).join(', ')} with ${row.seeds} seeds`,
  );
  return [
    `| seeds | runs | core-hours | disk | ${coreCounts.map((cores) => `${cores} cores`).join(' | ')} | GPU |`,
    `|${'---|'.repeat(5 + coreCounts.length)}`,
    ...table,
    '',
    `From the medians of ${costs.records} records: ${measuredRuns} of the ${runs} runs with 5 seeds are of a kind that they hold, the others are estimated at ${costs.secondsOfUnit.toFixed(3)} s a unit of \`runCost\`; a job takes ${costs.startSeconds} s beside its runs.`,
    `Of their time ${coreCounts.join(', ')} cores train ${busy.join(', ')}: jobs are pieces of ten minutes, and while Table 3 or the notebooks are made most cores have nothing to do.`,
    `With a core for every job there would remain ${duration(limit.firstRound + limit.secondRound + limit.notebooks)}: ${duration(limit.firstRound)} for the longest chain of the first round, an encoder and the readouts on it ` +
      `(the longest run, ${limit.longestRun}, takes ${duration(limit.longestRunHours)}), ${duration(limit.secondRound)} for Table 3, whose groups of neurons follow from the first round, and ${duration(limit.notebooks)} for the notebooks, two at a time.`,
  ].join('\n');
}
