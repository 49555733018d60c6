import { isSettled } from './isSettled';
import type { RunRecord } from './record';
import type { RecordStore } from './recordStore';
import type { RunSpecification } from './specification';
import { specificationHash, uniqueSpecifications } from './specificationHash';

/** A run and its name. */
export interface NamedRun {
  readonly specification: RunSpecification;
  readonly hash: string;
}

export interface RunInventory {
  /** Settled records by name. */
  readonly records: ReadonlyMap<string, RunRecord>;
  /** Runs to be trained, in the order of the specifications. */
  readonly missing: readonly NamedRun[];
}

/** Which of the runs a store already has; repetitions count once, with `fresh` all are missing. */
export function takeInventory(specifications: readonly RunSpecification[], store: RecordStore, fresh = false): RunInventory {
  const records = new Map<string, RunRecord>();
  const missing: NamedRun[] = [];
  for (const specification of uniqueSpecifications(specifications)) {
    const hash = specificationHash(specification);
    const record = fresh ? undefined : store.read(hash);
    if (isSettled(record)) {
      records.set(hash, record);
    } else {
      missing.push({ specification, hash });
    }
  }
  return { records, missing };
}
