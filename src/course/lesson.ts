import type { RegionData } from '../data/region';
import type { RegionEvidence } from '../experiments/evidence';
import type { ExperimentContext } from '../experiments/experiment';
import { focusRegion } from '../experiments/factorizedModels';
import type { LegacyReproduction as Reproduction } from '../experiments/openLegacy';
import { provenanceCaption } from '../experiments/provenanceCaption';

/** One region with everything that the first notebooks look at. */
export interface Lesson {
  readonly context: ExperimentContext;
  readonly region: RegionData;
  readonly evidence: RegionEvidence;
  /** Whose data these are; below every figure. */
  readonly caption: string;
}

/**
 * Opens the region that the lessons look at: region 3, where the paper's effect is largest, or the first of data without one.
 * @throws UserError when its files are missing or broken.
 */
export async function openLesson({ context, dataset, evidence }: Pick<Reproduction, 'context' | 'dataset' | 'evidence'>): Promise<Lesson> {
  const region = focusRegion(context);
  return {
    context,
    region: await dataset.loadRegion(region),
    evidence: evidence.get(region)!,
    caption: `${provenanceCaption(context, [])} Region ${region}.`,
  };
}
