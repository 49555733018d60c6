import type { Layer } from '../models/modelName';
import { bootstrap, type BootstrapInterval, type ResampledStatistic } from '../statistics/bootstrap';
import { cellRecords } from './cellRecords';
import { resamples, sharedSeeds } from './comparisons';
import type { ExperimentMaterial } from './experiment';
import { responseDifference, type LayerDifference } from './layerDifferences';
import { countStatistic } from './significantCounts';
import type { ExperimentCell } from '../paper/specify';

/** Significant neurons of the first minus the second model, mean over the layers that were run in both; undefined without any. */
export function countDifference(
  material: ExperimentMaterial,
  region: number,
  first: (region: number, layer: Layer) => ExperimentCell,
  second: (region: number, layer: Layer) => ExperimentCell,
): LayerDifference | undefined {
  return responseDifference(material, region, (layer) => first(region, layer), (layer) => second(region, layer), countStatistic);
}

/**
 * An interval with the width of the bootstrap's around the observed value. A percentile interval would be off: a resample has
 * repeated images, on which correlations vary more, and how many of them pass a threshold does not even out like a mean.
 */
function centredInterval(statistic: ResampledStatistic, images: number, seeds: number): BootstrapInterval {
  const { estimate, lower, upper, confidence } = bootstrap(statistic, images, seeds, { resamples });
  const { lower: median } = bootstrap(statistic, images, seeds, { resamples, confidence: 0 });
  return { estimate, lower: estimate + lower - median, upper: estimate + upper - median, confidence };
}

/** 95 % interval of a difference in counts. */
export function countInterval({ statistic, images, seeds }: LayerDifference): BootstrapInterval {
  return centredInterval(statistic, images, seeds);
}

/** Significant neurons of one cell minus those of another, on the same test images and seeds; undefined without a shared seed. */
export function compareCounts({ context, lookup, evidence }: ExperimentMaterial, first: ExperimentCell, second: ExperimentCell): BootstrapInterval | undefined {
  const responses = evidence.get(first.region)?.testResponses;
  const [left, right] = sharedSeeds(cellRecords(context, lookup, first).finished, cellRecords(context, lookup, second).finished);
  if (responses === undefined || left.length === 0) return undefined;
  const [ofLeft, ofRight] = [countStatistic(left, responses), countStatistic(right, responses)];
  return centredInterval((images, seeds) => ofLeft(images, seeds) - ofRight(images, seeds), responses.shape[0], left.length);
}
