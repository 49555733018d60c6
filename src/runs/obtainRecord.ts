import type { RegionData } from '../data/region';
import { executeRun, type ExecuteRunOptions } from './executeRun';
import { findOrMake, type WaitingOptions } from './findOrMake';
import type { RunRecord } from './record';
import type { RunSpecification } from './specification';
import { specificationHash } from './specificationHash';

export interface ObtainRecordOptions extends ExecuteRunOptions, WaitingOptions {
  readonly loadRegion: (region: number) => Promise<RegionData>;
  /** Trains even where there is a record. */
  readonly fresh?: boolean;
}

/**
 * The record of a specification: from the store, awaited from another process that is training it, or trained in this process.
 * A failed record is returned as it is; only `fresh` tries again here, in the process of a notebook or a command.
 * An interrupted training is returned without being stored.
 */
export function obtainRecord(specification: RunSpecification, options: ObtainRecordOptions): Promise<RunRecord> {
  const { store, loadRegion, fresh = false } = options;
  const hash = specificationHash(specification);
  const find = (): RunRecord | undefined => (fresh ? undefined : store.read(hash));
  const train = async (): Promise<RunRecord> => executeRun(specification, await loadRegion(specification.region), options);
  return findOrMake(store, hash, find, train, options);
}
