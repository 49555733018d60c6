import type { RunRecord } from './record';
import { committedRecordsFolder, localRecordsFolder } from './recordFolders';
import { createRecordStore, type RecordStore, type RecordStoreOptions } from './recordStore';
import type { RunSpecification } from './specification';
import { specificationHash } from './specificationHash';
import type { Weights } from './weightsCodec';

/** `local`: trained by this user. `committed`: came with the package. */
export type RecordSource = 'local' | 'committed';

/** The records of one table cell, usually one a seed, all from the same store. */
export interface RecordCell {
  /** undefined when neither store has any of them. */
  readonly source: RecordSource | undefined;
  readonly records: readonly RunRecord[];
  /** The specifications without a record in that store. */
  readonly missing: readonly RunSpecification[];
}

/** The local and the committed records side by side. */
export interface RecordLibrary {
  readonly local: RecordStore;
  readonly committed: RecordStore;
  /** One record and where it comes from, the local one first. */
  readonly find: (specification: RunSpecification) => { readonly record: RunRecord; readonly source: RecordSource } | undefined;
  /** The records of one cell from the store that has more of them, the local one where they have equally many; never mixed. */
  readonly cell: (specifications: readonly RunSpecification[]) => RecordCell;
  /** The best weights of a run, where one of the stores keeps them. */
  readonly weights: (specification: RunSpecification) => Weights | undefined;
}

export interface RecordLibraryOptions extends RecordStoreOptions {
  readonly local?: RecordStore;
  readonly committed?: RecordStore;
  /** Looks at the committed records only (`--from-records`). */
  readonly committedOnly?: boolean;
}

export function createRecordLibrary(options: RecordLibraryOptions = {}): RecordLibrary {
  const report = options.onProblem === undefined ? {} : { onProblem: options.onProblem };
  const local = options.local ?? createRecordStore(localRecordsFolder(), report);
  const committed = options.committed ?? createRecordStore(committedRecordsFolder(), { ...report, readOnly: true });
  const sources: readonly [RecordSource, RecordStore][] = options.committedOnly
    ? [['committed', committed]]
    : [['local', local], ['committed', committed]];

  return {
    local,
    committed,
    find: (specification) => firstOf(sources, ([source, store]) => {
      const record = store.read(specificationHash(specification));
      return record && { record, source };
    }),
    cell: (specifications) => {
      const cells = sources.map(([source, store]) => cellOf(specifications, source, store));
      return cells.reduce((best, cell) => (cell.records.length > best.records.length ? cell : best));
    },
    weights: (specification) => firstOf(sources, ([, store]) => store.readWeights(specificationHash(specification))),
  };
}

function cellOf(specifications: readonly RunSpecification[], source: RecordSource, store: RecordStore): RecordCell {
  const found = specifications.map((specification) => store.read(specificationHash(specification)));
  const records = found.filter((record) => record !== undefined);
  return {
    source: records.length > 0 ? source : undefined,
    records,
    missing: specifications.filter((_, index) => found[index] === undefined),
  };
}

function firstOf<Item, Result>(items: readonly Item[], find: (item: Item) => Result | undefined): Result | undefined {
  for (const item of items) {
    const result = find(item);
    if (result !== undefined) {
      return result;
    }
  }
  return undefined;
}
