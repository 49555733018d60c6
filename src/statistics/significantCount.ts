import { mean } from 'simple-statistics';
import type { NdArray } from '../data/ndArray';
import { requireSameShape } from '../metrics/requireSameShape';
import type { ResampledStatistic } from './bootstrap';
import { criticalCorrelation, isBeyond } from './criticalCorrelation';
import { centre, countDraws, forEachCorrelation } from './drawnCorrelations';
import type { SignificanceRule } from './significantNeurons';

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
  predictions.forEach((matrix) => requireSameShape('resampledSignificantCount', matrix, responses));
  const recorded = centre(responses);
  const predicted = predictions.map(centre);
  const critical = criticalCorrelation(responses.shape[0], rule);
  return (images, seeds) => {
    const drawn = countDraws(images);
    const ofTraining = new Map<number, number>();
    for (const seed of new Set(seeds)) {
      let count = 0;
      forEachCorrelation(predicted[seed], recorded, drawn, (correlation) => {
        count += Number(isBeyond(correlation, critical, rule.sides));
      });
      ofTraining.set(seed, count);
    }
    return mean(seeds.map((seed) => ofTraining.get(seed)!));
  };
}
