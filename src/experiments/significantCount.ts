import type { NdArray } from '../data/ndArray';
import type { ResampledStatistic } from '../metrics/bootstrap';
import { resampledSum } from './drawnCorrelations';
import { criticalCorrelation, isBeyond, type SignificanceRule } from '../metrics/significance';

/**
 * The number of significant neurons as a function of the images and trainings drawn in a bootstrap, averaged over the drawn
 * trainings. Repeated images make single correlations vary more, so that a resampled count tends to lie above the observed
 * one: use it for differences between models on the same draws, where that cancels as far as it can.
 *
 * @param predictions [T, M] of every training
 * @param responses [T, M]
 */
export function resampledSignificantCount(
  predictions: readonly NdArray[],
  responses: NdArray,
  rule: SignificanceRule = {},
): ResampledStatistic {
  const critical = criticalCorrelation(responses.shape[0], rule);
  return resampledSum('resampledSignificantCount', predictions, responses, {
    term: (correlation) => Number(isBeyond(correlation, critical, rule.sides)),
    divisor: 1,
  });
}
