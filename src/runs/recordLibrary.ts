import { join, resolve } from 'node:path';
import type { RunRecord } from './record';
import type { Weights } from './recordCodec';
import { createRecordStore, type RecordStore, type RecordStoreOptions } from './recordStore';
import type { RunSpecification } from './specification';
import { specificationHash } from './specificationHash';

const packageRoot = resolve(__dirname, '..', '..');

/** What this user trained; ignored by git. DAE_NR_RECORDS names another folder, for example on a larger disk. */
export function localRecordsFolder(): string {
  return process.env.DAE_NR_RECORDS ?? join(packageRoot, 'data', 'records', 'local');
}

/** The records that come with the package: simulated data, preset `paper`. Never written by a run. */
export function committedRecordsFolder(): string {
  return join(packageRoot, 'data', 'records', 'simulated-paper');
}

/** `local`: trained by this user. `committed`: came with the package. */
export type RecordSource = 'local' | 'committed';

/** The local and the committed records side by side. */
export interface RecordLibrary {
  readonly local: RecordStore;
  readonly committed: RecordStore;
  /** One record and where it comes from, the local one first. */
  readonly find: (specification: RunSpecification) => { readonly record: RunRecord; readonly source: RecordSource } | undefined;
  /** The best weights of a run, where one of the stores keeps them. */
  readonly weights: (specification: RunSpecification) => Weights | undefined;
}

export interface RecordLibraryOptions extends RecordStoreOptions {
  readonly local?: RecordStore;
  readonly committed?: RecordStore;
  /** Looks at the committed records only (`--from-records`). */
  readonly committedOnly?: boolean;
}

export function createRecordLibrary({
  committedOnly = false,
  onProblem,
  local = createRecordStore(localRecordsFolder(), { onProblem }),
  committed = createRecordStore(committedRecordsFolder(), { onProblem, readOnly: true }),
}: RecordLibraryOptions = {}): RecordLibrary {
  const stores = committedOnly ? [committed] : [local, committed];
  return {
    local,
    committed,
    find: (specification) => firstOf(stores, (store) => {
      const record = store.read(specificationHash(specification));
      return record && { record, source: store === local ? 'local' : 'committed' };
    }),
    weights: (specification) => firstOf(stores, ({ readWeights }) => readWeights(specificationHash(specification))),
  };
}

function firstOf<Found>(stores: readonly RecordStore[], look: (store: RecordStore) => Found | undefined): Found | undefined {
  for (const store of stores) {
    const found = look(store);
    if (found !== undefined) return found;
  }
  return undefined;
}
