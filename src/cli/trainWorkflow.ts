import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { extname, join, resolve } from 'node:path';
import { UserError } from '../errors';
import type { RunRecord } from '../runs/record';
import type { RecordLibrary } from '../runs/recordLibrary';
import { missingRuns, type NamedRun } from '../runs/recordStore';
import type { DataSource } from '../runs/runWorkerProcess';
import { runLabel, runsBefore, type RunSpecification } from '../runs/specification';
import { specificationHash } from '../runs/specificationHash';
import { bytesPerWorker, defaultWorkerCount, type TrainRunsOptions } from '../runs/trainRuns';
import { writeWhole } from '../writeWhole';
import { runCost } from './poolProgress';

/** What the Snakefile and its jobs read. */
export interface WorkflowPlan {
  /** Program and parameters of a job; the file of the plan and the number of the group follow. */
  readonly command: readonly string[];
  readonly recordsFolder: string;
  readonly data: DataSource;
  /** Memory that a job asks for. */
  readonly megabytes: number;
  /**
   * The runs of each job, the time that it asks for, and the earlier groups, which train the
   * encoders that it takes over.
   */
  readonly groups: readonly {
    readonly runs: readonly RunSpecification[];
    readonly minutes: number;
    readonly after: readonly number[];
  }[];
}

/** Seconds that a unit of `runCost` took in some records. */
export function measureRate(records: readonly RunRecord[]): {
  readonly median: number;
  readonly largest: number;
} {
  const finished = records.filter(({ status }) => status === 'finished');
  const rates = finished
    .map(({ specification, provenance }) => provenance.seconds / runCost(specification))
    .sort((left, right) => left - right);
  return { median: rates[Math.floor(rates.length / 2)], largest: rates[rates.length - 1] };
}

// A job takes some ten seconds to start, and a killed one loses the run that it was at.
const shortestSeconds = 45;
const longestSeconds = 600;

/**
 * Puts runs, in their order, into the groups that are jobs. Short ones share a job, as long as
 * every place for a job gets two of them; one that takes over the encoder of another run comes in a
 * later group.
 * @param places how many jobs run at the same time
 */
export function planGroups(
  missing: readonly NamedRun[],
  { median, largest }: ReturnType<typeof measureRate>,
  places: number,
): WorkflowPlan['groups'] {
  const cost = (runs: readonly NamedRun[]): number =>
    runs.reduce((sum, { specification }) => sum + runCost(specification), 0);
  const enough = Math.min(
    longestSeconds,
    Math.max(shortestSeconds, (median * cost(missing)) / (2 * places)),
  );
  const groups: NamedRun[][] = [];
  const groupOf = new Map<string, number>();
  /** The groups that train what a run builds on, as far as they are planned. */
  const groupsBefore = ({ specification }: NamedRun): number[] =>
    runsBefore(specification).flatMap((before) => groupOf.get(specificationHash(before)) ?? []);
  /** How many runs lie one on the other below this one. */
  const depth = (run: RunSpecification): number =>
    1 + Math.max(-1, ...runsBefore(run).map((before) => depth(before)));
  /** Neighbours share a group; groups cost about the same, so that no place idles at the end. */
  const pack = (runs: readonly NamedRun[]): void => {
    const total = cost(runs);
    const most = Math.max(1, Math.floor((median * total) / shortestSeconds));
    const count = Math.min(most, places * Math.ceil((median * total) / enough / places));
    let [packed, last] = [0, -1];
    for (const run of runs) {
      const group = Math.floor((packed / total) * count);
      if (group > last) groups.push([]);
      last = group;
      groups[groups.length - 1].push(run);
      groupOf.set(run.hash, groups.length - 1);
      packed += cost([run]);
    }
  };
  const deepest = Math.max(0, ...missing.map(({ specification }) => depth(specification)));
  for (let level = 0; level <= deepest; level++) {
    const last = (run: NamedRun): number => Math.max(0, ...groupsBefore(run));
    // Neighbours build on the same run, so that a group waits for few others.
    pack(
      missing
        .filter(({ specification }) => depth(specification) === level)
        .sort((left, right) => last(left) - last(right)),
    );
  }
  return groups.map((runs) => ({
    runs: runs.map(({ specification }) => specification),
    // Twice the slowest so far, because patience may end a training late, and five minutes for a
    // slow start.
    minutes: Math.ceil(5 + (2 * largest * cost(runs)) / 60),
    after: [...new Set(runs.flatMap(groupsBefore))].filter((group) => groups[group] !== runs),
  }));
}

export interface TrainWorkflowOptions extends Pick<TrainRunsOptions, 'data' | 'signal'> {
  readonly records: Pick<RecordLibrary, 'local' | 'committed'>;
  /** Jobs at the same time; by default as many as this machine, or the profile, has place for. */
  readonly workers?: number | undefined;
  /**
   * One of `src/cli/workflow`, or a folder of one's own; without it the jobs run on this machine.
   */
  readonly profile?: string | undefined;
}

const root = resolve(__dirname, '..', '..');
const workflow = join(root, 'src', 'cli', 'workflow');
/** What a job takes beside the process that trains. */
const megabytesAround = 400;
/** Of a cluster, where nobody says. */
const placesOfCluster = 100;

/**
 * `trainRuns` as jobs of Snakemake, on this machine or, with a profile, on a cluster whose machines
 * share the folders of the package and of the records. A job that fails, or whose machine does, is
 * tried again, with more memory and time. Killed at any moment, the same command goes on.
 * @returns the records of all specifications; some are missing only when `signal` was aborted
 * @throws UserError when there is no such profile or no Snakemake, or runs are left without a
 * record
 */
export async function trainWorkflow(
  specifications: readonly RunSpecification[],
  options: TrainWorkflowOptions,
): Promise<ReadonlyMap<string, RunRecord>> {
  const {
    records: { local, committed },
    data,
    workers,
    profile,
    signal,
  } = options;
  const missing = missingRuns(specifications, local);
  process.stderr.write(
    `${specifications.length} runs: ${specifications.length - missing.length} have a record, ` +
      `${missing.length} to train as jobs of Snakemake\n`,
  );
  if (missing.length > 0) {
    const places = workers ?? (profile === undefined ? defaultWorkerCount() : placesOfCluster);
    const measured = [committed, local].flatMap((store) =>
      store.hashes().flatMap((hash) => store.read(hash) ?? []),
    );
    const plan: WorkflowPlan = {
      command: [
        process.execPath,
        ...process.execArgv,
        join(__dirname, `trainGroup${extname(__filename)}`),
      ],
      recordsFolder: resolve(local.folder),
      data,
      megabytes: Math.ceil(bytesPerWorker / 1e6) + megabytesAround,
      groups: planGroups(missing, measureRate(measured), places),
    };
    await runSnakemake(
      plan,
      profile === undefined
        ? ['--cores', `${places}`]
        : [
            '--profile',
            profileFolder(profile),
            ...(workers === undefined ? [] : ['--jobs', `${workers}`]),
          ],
      signal,
    );
  }
  const records = new Map(
    specifications
      .flatMap((run) => local.read(specificationHash(run)) ?? [])
      .map((record) => [record.hash, record]),
  );
  const without = specifications.filter((run) => !records.has(specificationHash(run)));
  if (without.length > 0 && !signal?.aborted) {
    throw new UserError(
      `${without.length} of ${missing.length} runs have no record (the first: ` +
        `${runLabel(without[0])}); Snakemake said above where its jobs' logs are, and the same ` +
        'command goes on from here.',
    );
  }
  return records;
}

function profileFolder(profile: string): string {
  const folder = [join(workflow, profile), resolve(profile)].find((candidate) =>
    existsSync(join(candidate, 'config.yaml')),
  );
  if (folder === undefined)
    throw new UserError(
      `There is no profile "${profile}": give slurm, or a folder with a config.yaml of Snakemake.`,
    );
  return folder;
}

/**
 * Runs Snakemake, which tells its progress on stderr, to its end; an abort lets it cancel its jobs.
 */
async function runSnakemake(
  plan: WorkflowPlan,
  where: readonly string[],
  signal: AbortSignal | undefined,
): Promise<void> {
  const program = join(root, '.python', 'bin', 'snakemake');
  if (!existsSync(program))
    throw new UserError('Snakemake is not installed: run npm run setup -- --snakemake.');
  // A folder for each time, so that two reproductions, or one and the jobs of a killed one, do not
  // meet in Snakemake's own files.
  const folder = mkdtempSync(join(root, '.cache', 'snakemake-'));
  const planFile = join(folder, 'plan.json');
  await writeWhole(planFile, JSON.stringify(plan));
  const parameters = [
    '--snakefile',
    join(workflow, 'Snakefile'),
    '--directory',
    folder,
    '--config',
    `plan=${planFile}`,
    ...where,
  ];
  const child = spawn(
    program,
    [
      ...parameters,
      '--keep-going',
      '--nolock',
      '--scheduler',
      'greedy',
      '--quiet',
      'rules',
      'host',
    ],
    { stdio: ['ignore', 'ignore', 'inherit'], detached: true },
  );
  // Snakemake and the jobs of this machine are a process group, which a terminal's Ctrl-C does not
  // reach, so that it is told once.
  const cancel = (): void => void process.kill(-child.pid!, 'SIGINT');
  signal?.addEventListener('abort', cancel);
  const [status] = (await once(child, 'close')) as [number | null];
  signal?.removeEventListener('abort', cancel);
  if (status === 0) rmSync(folder, { recursive: true });
}
