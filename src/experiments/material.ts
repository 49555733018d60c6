import type { Dataset } from '../data/region';
import { gatherEvidence, type RegionEvidence } from './evidence';
import type { ExperimentContext, ExperimentMaterial, RecordLookup } from './experiment';

/** Loads every region of a data set and fits its baselines: what the items are made from besides records. */
export async function gatherMaterial(
  context: ExperimentContext,
  dataset: Dataset,
  lookup: RecordLookup,
  committed?: RecordLookup,
): Promise<ExperimentMaterial> {
  const evidence = new Map<number, RegionEvidence>();
  for (const region of context.regions) {
    evidence.set(region, gatherEvidence(await dataset.loadRegion(region)));
  }
  return { context, lookup, committed, evidence };
}
