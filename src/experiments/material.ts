import type { Dataset } from '../data/region';
import type { RegionEvidence } from './evidence';
import { type EvidenceFolders, loadEvidence } from './evidenceCache';
import type { ExperimentContext, ExperimentMaterial } from './experiment';

/** Where the items take their numbers from. */
export interface MaterialSources extends Pick<ExperimentMaterial, 'lookup'>, Partial<Pick<ExperimentMaterial, 'committed'>> {
  readonly evidence?: EvidenceFolders | undefined;
}

/** Records and baselines of every region of a data set: what the items are made from. */
export async function gatherMaterial(
  context: ExperimentContext,
  dataset: Dataset,
  { lookup, committed, evidence: folders }: MaterialSources,
): Promise<ExperimentMaterial> {
  const evidence = new Map<number, RegionEvidence>();
  for (const region of context.regions) {
    evidence.set(region, await loadEvidence(dataset, region, folders));
  }
  return { context, lookup, committed, evidence };
}
