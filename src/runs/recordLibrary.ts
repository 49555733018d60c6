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
 * The records that come with the package: simulated data, preset `paper`. Never written by a run.
 */
export function committedRecordsFolder(): string {
  return join(packageRoot, 'data', 'records', 'simulated-paper');
}

export interface RecordLibraryOptions extends Pick<RecordStoreOptions, 'onProblem'> {
  readonly local?: RecordStore;
  readonly committed?: RecordStore;
  /** Looks at the committed records only (`--from-records`). */
  readonly committedOnly?: boolean;
}

/** The local and the committed records side by side. */
export function createRecordLibrary({
  committedOnly = false,
  onProblem,
  local = createRecordStore(localRecordsFolder(), { onProblem }),
  committed = createRecordStore(committedRecordsFolder(), { onProblem, readOnly: true }),
}: RecordLibraryOptions = {}) {
  const own = committedOnly ? undefined : local;
  return {
    /** What this user trained. */
    local,
    /** What came with the package. */
    committed,
    /** The record of a run, the local one first. */
    find: (run: RunSpecification) => own?.read(run) ?? committed.read(run),
    /** The best weights of the run with this name, where one of the stores keeps them. */
    weights: (hash: string) => own?.readWeights(hash) ?? committed.readWeights(hash),
  };
}

export type RecordLibrary = ReturnType<typeof createRecordLibrary>;
