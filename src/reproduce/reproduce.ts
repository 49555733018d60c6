import type { WrittenItems } from '../experiments/experiment';
import { recordLookups } from '../experiments/recordLookups';
import { selectExperiments, writeItems } from '../experiments/writeItems';
import type { FailedRecord, RunRecord } from '../runs/record';
import { createRecordLibrary, type RecordLibrary } from '../runs/recordLibrary';
import { type RunInventory, takeInventory } from '../runs/runInventory';
import type { RunSpecification } from '../runs/specification';
import { uniqueSpecifications } from '../runs/specificationHash';
import { type RunEvent, trainRuns } from '../runs/trainRuns';
import { type Comparison, compareWithCommitted } from './compareWithCommitted';
import type { ReproduceRequest } from './reproduceRequest';
import { type NotebookEvent, runNotebooks } from './runNotebooks';

/** What a caller may watch. */
export interface ReproduceHooks {
  readonly signal: AbortSignal;
  readonly onProblem: (sentence: string) => void;
  /** Before the training: what is there, what is missing. */
  readonly onInventory: (inventory: RunInventory) => void;
  readonly onRun: (event: RunEvent) => void;
  /** After the training, also without any. */
  readonly onTrained: () => void;
  readonly onNotebook: (event: NotebookEvent) => void;
  readonly onItem: (line: string) => void;
}

export interface ReproduceOutcome {
  readonly failedRuns: readonly FailedRecord[];
  /** One text each. */
  readonly failedNotebooks: readonly string[];
  readonly items: WrittenItems;
  readonly comparison: Comparison;
}

/** All runs of the wanted items, without repetitions. */
export function collectRuns({ context, items }: Pick<ReproduceRequest, 'context' | 'items'>): RunSpecification[] {
  return uniqueSpecifications(selectExperiments(items).flatMap(({ specifications }) => specifications(context)));
}

/**
 * The whole way: trains the runs that are missing, executes the notebooks, writes tables and figures, compares with the committed records.
 * @returns undefined when it was interrupted; finished runs are kept
 */
export async function reproduce(request: ReproduceRequest, hooks: ReproduceHooks): Promise<ReproduceOutcome | undefined> {
  const { context, dataset, fromRecords, outputFolder, items } = request;
  const library = createRecordLibrary({ committedOnly: fromRecords, onProblem: hooks.onProblem });
  const specifications = collectRuns(request);
  const records = fromRecords
    ? takeInventory(specifications, library.committed).records
    : await train(request, hooks, library, specifications);
  const failedNotebooks = await unlessAborted(hooks.signal, () => runNotebooks(request, { onEvent: hooks.onNotebook }));
  if (failedNotebooks === undefined) {
    return undefined;
  }
  const written = await writeItems({ context, dataset, ...recordLookups(library, context, fromRecords), outputFolder, items, onProgress: hooks.onItem });
  return {
    failedRuns: [...records.values()].filter((record) => record.status === 'failed'),
    failedNotebooks,
    items: written,
    comparison: fromRecords
      ? { cells: [], sentence: 'These are the committed records themselves; nothing was trained.' }
      : compareWithCommitted(context, specifications, library),
  };
}

/** Does not wait for work that Ctrl-C makes pointless: notebooks end with this process. */
async function unlessAborted<Result>(signal: AbortSignal, work: () => Promise<Result>): Promise<Result | undefined> {
  if (signal.aborted) {
    return undefined;
  }
  const aborted = new Promise<undefined>((resolve) => signal.addEventListener('abort', () => resolve(undefined), { once: true }));
  return Promise.race([work(), aborted]);
}

async function train(
  { data, workers, fresh }: ReproduceRequest,
  hooks: ReproduceHooks,
  { local }: RecordLibrary,
  specifications: readonly RunSpecification[],
): Promise<ReadonlyMap<string, RunRecord>> {
  hooks.onInventory(takeInventory(specifications, local, fresh));
  try {
    return await trainRuns(specifications, { store: local, data, workers, fresh, signal: hooks.signal, onEvent: hooks.onRun });
  } finally {
    hooks.onTrained();
  }
}
