import { availableParallelism, freemem } from 'node:os';
import { extname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { tryClaim } from '../claim';
import type { TrainingProgress } from '../training/training';
import { removeLeftovers } from '../writeWhole';
import { failedRecord } from './buildRecord';
import { provenance, unknownDevice } from './provenance';
import { isSettled, type RunRecord } from './record';
import { missingRuns, type NamedRun, type RecordStore } from './recordStore';
import { type DataSource, RunWorkerProcess, WorkerDied } from './runWorkerProcess';
import { runsBefore, type RunSpecification } from './specification';
import { specificationHash } from './specificationHash';

export type RunEvent =
  | { readonly kind: 'started' | 'elsewhere'; readonly run: NamedRun }
  | { readonly kind: 'progress'; readonly run: NamedRun; readonly progress: TrainingProgress }
  | { readonly kind: 'retry'; readonly run: NamedRun; readonly reason: string }
  | {
      readonly kind: 'ended';
      readonly run: NamedRun;
      readonly record: RunRecord;
      readonly by: 'us' | 'another process';
    };

export interface TrainRunsOptions {
  readonly store: RecordStore;
  readonly data: DataSource;
  /** Trainings at the same time; one a core by default, as far as the memory goes. */
  readonly workers?: number | undefined;
  /** Trains even where there is a record. */
  readonly fresh?: boolean | undefined;
  /** From then on no further run is started; those in progress are finished. */
  readonly until?: Date | undefined;
  /** Ends the workers; finished records are kept. */
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: RunEvent) => void;
  /** Another file that calls `serveRuns`. */
  readonly workerScript?: string;
}

const pollMilliseconds = 1000;
/** A worker with the largest model and its data, with room to spare. */
export const bytesPerWorker = 1.5 * 1024 ** 3;

/** One worker a core, as far as the free memory goes; at least one. */
export function defaultWorkerCount(): number {
  const free = Math.min(freemem(), process.constrainedMemory?.() || Infinity);
  return Math.max(1, Math.min(availableParallelism(), Math.floor(free / bytesPerWorker)));
}

/**
 * Trains the runs that have no record yet in parallel worker processes, in the order in which they
 * are given; one with a frozen encoder after the run that trains it. A run that another process is
 * training is left to it and its record picked up; a run whose worker dies is tried once more, then
 * becomes a failed record.
 * @returns the records of all specifications, without repetitions; those of runs that were
 * interrupted or not started are missing
 * @throws UserError when no run can succeed: a worker cannot start, the disk is full
 */
export async function trainRuns(
  specifications: readonly RunSpecification[],
  options: TrainRunsOptions,
): Promise<ReadonlyMap<string, RunRecord>> {
  const {
    store,
    workers: workerCount = defaultWorkerCount(),
    fresh = false,
    onEvent,
    workerScript = join(__dirname, `runWorker${extname(__filename)}`),
  } = options;
  await removeLeftovers(store.folder);
  const waiting = missingRuns(specifications, store, fresh);
  /** Runs that have not ended yet, by name. */
  const pending = new Set(waiting.map(({ hash }) => hash));
  const present = specifications.map(specificationHash).filter((hash) => !pending.has(hash));
  const records = new Map(present.map((hash) => [hash, store.read(hash)!]));

  const failed = new AbortController();
  const stopped = AbortSignal.any([
    failed.signal,
    ...(options.signal === undefined ? [] : [options.signal]),
  ]);
  const workers = stopped.aborted
    ? []
    : Array.from(
        { length: Math.min(workerCount, waiting.length) },
        () => new RunWorkerProcess(workerScript),
      );
  stopped.addEventListener('abort', () => workers.forEach((worker) => void worker.stop()));

  /**
   * Runs that another process has claimed; each of our workers comes back to them when nothing else
   * is left.
   */
  const elsewhere = new Set<NamedRun>();
  const announced = new Set<NamedRun>();

  /** The next run for which nothing that it builds on is still to be trained. */
  function takeNext(): NamedRun | undefined {
    const isReady = ({ specification }: NamedRun): boolean =>
      !runsBefore(specification).some((before) => pending.has(specificationHash(before)));
    const next = waiting.findIndex(isReady);
    return next < 0 ? undefined : waiting.splice(next, 1)[0];
  }

  async function work(worker: RunWorkerProcess): Promise<void> {
    while (
      !stopped.aborted &&
      Date.now() < (options.until?.getTime() ?? Infinity) &&
      waiting.length + elsewhere.size > 0
    ) {
      const run = takeNext();
      if (run !== undefined) {
        await attempt(worker, run);
      } else {
        await sleep(pollMilliseconds);
        waiting.push(...elsewhere);
        elsewhere.clear();
      }
    }
  }

  async function attempt(worker: RunWorkerProcess, run: NamedRun): Promise<void> {
    const release = await tryClaim(store.claimPath(run.hash));
    if (release === undefined) {
      elsewhere.add(run);
      if (!announced.has(run)) onEvent?.({ kind: 'elsewhere', run });
      announced.add(run);
      return;
    }
    try {
      const known = fresh ? undefined : store.read(run.hash);
      const isDone = isSettled(known);
      const record = isDone ? known : await trainTwiceAtMost(worker, run);
      if (record === undefined) return;
      records.set(run.hash, record);
      onEvent?.({ kind: 'ended', run, record, by: isDone ? 'another process' : 'us' });
    } finally {
      pending.delete(run.hash);
      await release();
    }
  }

  async function trainTwiceAtMost(
    worker: RunWorkerProcess,
    run: NamedRun,
  ): Promise<RunRecord | undefined> {
    const startedAt = new Date();
    const request = {
      specification: run.specification,
      data: options.data,
      recordsFolder: store.folder,
    };
    onEvent?.({ kind: 'started', run });
    for (let isFirst = true; ; isFirst = false) {
      try {
        await worker.execute(request, (progress) => onEvent?.({ kind: 'progress', run, progress }));
        return store.read(run.hash);
      } catch (error) {
        if (stopped.aborted) return undefined;
        if (!(error instanceof WorkerDied)) throw error;
        if (isFirst) {
          onEvent?.({ kind: 'retry', run, reason: error.message });
          continue;
        }
        const record = failedRecord(
          run.specification,
          'crashed',
          `Tried twice; the second time ${error.message}.`,
          provenance(unknownDevice, startedAt, new Date()),
        );
        await store.write(record);
        return record;
      }
    }
  }

  const working = workers.map((worker) =>
    work(worker).catch((error: unknown) => {
      failed.abort();
      throw error;
    }),
  );
  try {
    await Promise.all(working);
    return records;
  } finally {
    await Promise.all(workers.map((worker) => worker.stop()));
    await Promise.allSettled(working);
  }
}
