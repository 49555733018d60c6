import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createRecordStore, type RecordStore, type RecordStoreOptions } from './recordStore';
import type { RunSpecification } from './specification';

const recordsFolder = resolve(__dirname, '..', '..', 'data', 'records');
/** The preset whose records come with the package ends the name of their folder. */
const shipped = '-paper';

/**
 * What this user trained; ignored by git. DAE_NR_RECORDS names another folder, for example on a
 * larger disk.
 */
export function localRecordsFolder(): string {
  return process.env.DAE_NR_RECORDS ?? join(recordsFolder, 'local');
}

/** Data sets whose records, of preset `paper`, come with the package. */
export function shippedDatasets(): string[] {
  return readdirSync(recordsFolder)
    .filter((name) => name.endsWith(shipped))
    .map((name) => name.slice(0, -shipped.length))
    .sort();
}

/**
 * The records of a data set that come with the package, preset `paper`; of most data sets there are
 * none. Never written by a run.
 */
export function committedRecordsFolder(dataset: string): string {
  return join(recordsFolder, `${dataset}${shipped}`);
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
