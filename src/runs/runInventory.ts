import { isSettled, type RunRecord } from './record';
import type { RecordStore } from './recordStore';
import type { RunSpecification } from './specification';
import { specificationHash, uniqueSpecifications } from './specificationHash';

/** A run and its name. */
export interface NamedRun {
  readonly specification: RunSpecification;
  readonly hash: string;
}

/** The runs that a store has no settled record of, in their order; repetitions count once, with `fresh` all are missing. */
export function missingRuns(specifications: readonly RunSpecification[], store: RecordStore, fresh = false): NamedRun[] {
  return uniqueSpecifications(specifications)
    .map((specification) => ({ specification, hash: specificationHash(specification) }))
    .filter(({ hash }) => fresh || !isSettled(store.read(hash)));
}

/** Settled records by name, and the runs to be trained. */
export function takeInventory(
  specifications: readonly RunSpecification[],
  store: RecordStore,
  fresh = false,
): { readonly records: ReadonlyMap<string, RunRecord>; readonly missing: readonly NamedRun[] } {
  const missing = missingRuns(specifications, store, fresh);
  const names = new Set(missing.map(({ hash }) => hash));
  const there = specifications.map(specificationHash).filter((hash) => !names.has(hash));
  return { records: new Map(there.map((hash) => [hash, store.read(hash)!])), missing };
}
