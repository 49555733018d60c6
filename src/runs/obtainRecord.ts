import type { RegionData } from '../data/region';
import { executeRun, type ExecuteRunOptions } from './executeRun';
import type { RunRecord } from './record';
import type { RecordLibrary, RecordSource } from './recordLibrary';
import { findOrMake, type WaitingOptions } from './runLock';
import type { RunSpecification } from './specification';
import { specificationHash } from './specificationHash';

export interface ObtainRecordOptions extends Omit<ExecuteRunOptions, 'store' | 'signal'>, WaitingOptions {
  readonly library: RecordLibrary;
  readonly loadRegion: (region: number) => Promise<RegionData>;
  /** Trains even where there is a record. */
  readonly fresh?: boolean;
}

export interface ObtainedRecord {
  readonly record: RunRecord;
  /** null: trained just now. */
  readonly source: RecordSource | null;
}

/**
 * The record of a specification: found in a store, awaited from another process that is training it, or trained in this process.
 * A failed record is returned as it is; only `fresh` tries again here, in the process of a notebook or a command.
 * An interrupted training is returned without being stored.
 */
export function obtainRecord(
  specification: RunSpecification,
  { library, loadRegion, fresh = false, onWaiting, signal, ...options }: ObtainRecordOptions,
): Promise<ObtainedRecord> {
  const find = (): ObtainedRecord | undefined => (fresh ? undefined : library.find(specification));
  const train = async (): Promise<ObtainedRecord> => {
    const region = await loadRegion(specification.region);
    return { record: await executeRun(specification, region, { ...options, ...(signal && { signal }), store: library.local }), source: null };
  };
  return findOrMake(library.local.folder, specificationHash(specification), find, train, { signal, onWaiting });
}
