import { shippedParts } from '../paper/shippedParts';
import type { RecordGroup } from '../experiments/recordPlan';
import { cellKey } from '../runs/cellKey';
import { isSettled } from '../runs/isSettled';
import { publishRecords } from '../runs/publishRecords';
import type { RunRecord } from '../runs/record';
import { createRecordStore, type RecordStore } from '../runs/recordStore';
import type { RunSpecification } from '../runs/specification';
import { specificationHash } from '../runs/specificationHash';
import { type RunEvent, trainRuns, type TrainRunsOptions } from '../runs/trainRuns';

export interface MakeRecordsRequest extends Omit<TrainRunsOptions, 'order' | 'fresh'> {
  /** The runs by importance; asked again when all that were known are done, for those that follow from earlier results. */
  readonly plan: () => readonly RecordGroup[];
  /** The folder that is committed; its runs are not trained again. */
  readonly committed: string;
  /** Copies finished runs there. */
  readonly publishes: boolean;
  /** Told what is about to be trained, once for every time the plan is asked. */
  readonly onMissing?: (missing: readonly RunSpecification[]) => void;
}

/** What is there of a group. */
export interface GroupState {
  readonly title: string;
  readonly finished: number;
  /** Diverged or crashed. */
  readonly failed: number;
  readonly missing: readonly RunSpecification[];
}

/**
 * Trains what a plan lacks, in its order, until it is done or the time is over, and publishes every run as it ends.
 * What is committed or in the local store already is not trained again.
 */
export async function makeRecords({ plan, committed, publishes, onMissing, ...options }: MakeRecordsRequest): Promise<readonly GroupState[]> {
  const published = createRecordStore(committed, { readOnly: true });
  const find = (run: RunSpecification): RunRecord | undefined => firstSettled(run, published, options.store);
  const allRuns = (): readonly RunSpecification[] => plan().flatMap(({ specifications }) => specifications);
  const { signal, until } = options;
  const unpublished = new AbortController();
  let publishing = Promise.resolve();
  const publish = (runs: readonly RunSpecification[]): void => {
    if (publishes) {
      publishing = publishing.then(async () => {
        await publishRecords(runs, options.store, committed, { keeps: shippedParts, keepsPresent: true });
      });
      publishing.catch(() => unpublished.abort());
    }
  };
  const onEvent = (event: RunEvent): void => {
    options.onEvent?.(event);
    if (event.kind === 'ended') {
      publish(cellOf(event.run.specification, allRuns()));
    }
  };
  const stop = AbortSignal.any([unpublished.signal, ...(signal === undefined ? [] : [signal])]);

  publish(allRuns().filter((run) => find(run) !== undefined));
  const tried = new Set<string>();
  while (!stop.aborted && (until === undefined || Date.now() < until.getTime())) {
    const missing = allRuns().filter((run) => find(run) === undefined && !tried.has(specificationHash(run)));
    if (missing.length === 0) {
      break;
    }
    onMissing?.(missing);
    await trainRuns(missing, { ...options, signal: stop, order: 'as given', onEvent });
    missing.forEach((run) => tried.add(specificationHash(run)));
  }
  await publishing;
  return plan().map(({ title, specifications }) => stateOf(title, specifications, (run) => find(run) ?? options.store.read(specificationHash(run))));
}

function firstSettled(run: RunSpecification, ...stores: readonly RecordStore[]): RunRecord | undefined {
  return stores.map((store) => store.read(specificationHash(run))).find(isSettled);
}

/** The runs that differ from this one in their seed only. */
function cellOf(run: RunSpecification, runs: readonly RunSpecification[]): readonly RunSpecification[] {
  const cell = cellKey(run);
  return runs.filter((other) => cellKey(other) === cell);
}

function stateOf(title: string, runs: readonly RunSpecification[], find: (run: RunSpecification) => RunRecord | undefined): GroupState {
  const records = runs.map(find);
  return {
    title,
    finished: records.filter((record) => record?.status === 'finished').length,
    failed: records.filter((record) => record?.status === 'failed').length,
    missing: runs.filter((_, index) => records[index] === undefined),
  };
}
