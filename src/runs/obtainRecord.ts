import { setTimeout as sleep } from 'node:timers/promises';
import type { RegionData } from '../data/region';
import { executeRun, type ExecuteRunOptions } from './executeRun';
import type { RunRecord } from './record';
import type { RecordLibrary, RecordSource } from './recordLibrary';
import { tryLockRun } from './runLock';
import type { RunSpecification } from './specification';
import { specificationHash } from './specificationHash';

export interface ObtainRecordOptions extends Omit<ExecuteRunOptions, 'store'> {
  readonly library: RecordLibrary;
  readonly loadRegion: (region: number) => Promise<RegionData>;
  /** Trains even where there is a record. */
  readonly fresh?: boolean;
  /** Called once when another process is already training this run. */
  readonly onWaiting?: () => void;
}

export interface ObtainedRecord {
  readonly record: RunRecord;
  /** null: trained just now. */
  readonly source: RecordSource | null;
}

const pollMilliseconds = 500;

/**
 * The record of a specification: found in a store, awaited from another process that is training it, or trained in this process.
 * A failed record is returned as it is; only `fresh` tries again here, in the process of a notebook or a command.
 * An interrupted training is returned without being stored.
 */
export async function obtainRecord(specification: RunSpecification, options: ObtainRecordOptions): Promise<ObtainedRecord> {
  const { library, loadRegion, fresh = false, onWaiting, ...runOptions } = options;
  const hash = specificationHash(specification);
  const found = (): ObtainedRecord | undefined => (fresh ? undefined : library.find(specification));
  for (let attempt = 0; ; attempt++) {
    const before = found();
    if (before !== undefined) {
      return before;
    }
    const release = await tryLockRun(library.local.folder, hash);
    if (release !== undefined) {
      try {
        const region = await loadRegion(specification.region);
        return found() ?? { record: await executeRun(specification, region, { ...runOptions, store: library.local }), source: null };
      } finally {
        await release();
      }
    }
    if (attempt === 0) {
      onWaiting?.();
    }
    await sleep(pollMilliseconds, undefined, options.signal === undefined ? {} : { signal: options.signal });
  }
}
