import { join, resolve } from 'node:path';
import { createRecordStore, type RecordStore, type RecordStoreOptions } from './recordStore';
import type { RunSpecification } from './specification';

const packageRoot = resolve(__dirname, '..', '..');

/**
 * What this user trained; ignored by git. DAE_NR_RECORDS names another folder, for example on a
 * larger disk.
 */
export function localRecordsFolder(): string {
  return process.env.DAE_NR_RECORDS ?? join(packageRoot, 'data', 'records', 'local');
}

/** Data sets whose records, of preset `paper`, come with the package. */
export const shippedDatasets: readonly string[] = ['simulated'];

/**
 * The records of a data set that come with the package, preset `paper`; of most data sets there are
 * none. Never written by a run.
 */
export function committedRecordsFolder(dataset: string): string {
  return join(packageRoot, 'data', 'records', `${dataset}-paper`);
}

export interface RecordLibraryOptions extends Pick<RecordStoreOptions, 'onProblem'> {
  readonly local?: RecordStore;
  readonly committed?: RecordStore;
  /** Looks at the committed records only (`--from-records`). */
  readonly committedOnly?: boolean;
}

/** The local and the committed records of a data set side by side. */
export function createRecordLibrary(
  dataset: string,
  {
    committedOnly = false,
    onProblem,
    local = createRecordStore(localRecordsFolder(), { onProblem }),
    committed = createRecordStore(committedRecordsFolder(dataset), { onProblem, readOnly: true }),
  }: RecordLibraryOptions = {},
) {
  const own = committedOnly ? undefined : local;
  return {
    /** What this user trained. */
    local,
    /** What came with the package. */
    committed,
    /** The record of a run that need not be trained again, the local one first. */
    find: (run: RunSpecification) => own?.readSettled(run) ?? committed.readSettled(run),
    /** The best weights of the run with this name, where one of the stores keeps them. */
    weights: (hash: string) => own?.readWeights(hash) ?? committed.readWeights(hash),
  };
}

export type RecordLibrary = ReturnType<typeof createRecordLibrary>;
