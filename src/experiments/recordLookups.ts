import type { RecordLibrary } from '../runs/recordLibrary';
import type { RecordStore } from '../runs/recordStore';
import { specificationHash } from '../runs/specificationHash';
import { shippedEvidenceFolder } from './evidenceCache';
import type { ExperimentContext, RecordLookup } from './experiment';
import type { MaterialSources } from './material';

/** Reads every record at most once; one that is not there yet is looked for again. */
function lookupIn(store: RecordStore): RecordLookup {
  const found = new Map<string, ReturnType<RecordLookup>>();
  return (specification) => {
    const hash = specificationHash(specification);
    const record = found.get(hash) ?? store.read(hash);
    if (record !== undefined) found.set(hash, record);
    return record;
  };
}

/**
 * Where an item's columns take their records from: ours from the local store, the shipped ones in a column of their own;
 * with `fromRecords` the shipped ones alone, and the shipped baselines. The two are never mixed in a cell.
 */
export function recordLookups(
  library: RecordLibrary,
  context: ExperimentContext,
  fromRecords: boolean,
): MaterialSources {
  if (fromRecords) return { lookup: lookupIn(library.committed), committed: undefined, evidence: { shipped: shippedEvidenceFolder() } };
  const hasCommitted = context.dataset.name === 'simulated' && library.committed.hashes().length > 0;
  return { lookup: lookupIn(library.local), committed: hasCommitted ? lookupIn(library.committed) : undefined };
}
