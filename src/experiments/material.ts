import type { Dataset } from '../data/region';
import type { RegionEvidence } from './evidence';
import { loadEvidence } from './evidenceCache';
import type { ExperimentContext, ExperimentMaterial, RecordLookup } from './experiment';

/** Fits the baselines of every region of a data set, once: what the items are made from besides records. */
export async function gatherMaterial(
  context: ExperimentContext,
  dataset: Dataset,
  lookup: RecordLookup,
  committed?: RecordLookup,
  evidenceFolder?: string,
): Promise<ExperimentMaterial> {
  const evidence = new Map<number, RegionEvidence>();
  for (const region of context.regions) {
    evidence.set(region, await loadEvidence(dataset, region, evidenceFolder));
  }
  return { context, lookup, committed, evidence };
}
