import { mean } from 'simple-statistics';
import type { NdArray } from '../data/ndArray';
import { requireSameShape } from '../metrics/requireSameShape';
import type { ResampledStatistic } from './bootstrap';
import { centre, countDraws, forEachCorrelation, type CentredNeurons } from './drawnCorrelations';

function meanCorrelation(x: CentredNeurons, y: CentredNeurons, drawn: ReturnType<typeof countDraws>): number {
  let sum = 0;
  forEachCorrelation(x, y, drawn, (correlation) => {
    sum += correlation;
  });
  return sum / x.means.length;
}

/**
 * The paper's score as a function of the images and trainings drawn in a bootstrap: Pearson correlation per neuron, averaged
 * over neurons, then over trainings. The same numbers as `pearsonPerNeuron`, about twenty times as fast, because a bootstrap
 * asks thousands of times.
 *
 * @param predictions [T, M] of every training
 * @param responses [T, M]
 * @example
 * const score = resampledMeanPcc([predictionsOfSeed1, predictionsOfSeed2], region.testResponses);
 * score([0, 1, 2, 2], [0, 1]); // images 0 and 1 once, image 2 twice, both trainings
 */
export function resampledMeanPcc(predictions: readonly NdArray[], responses: NdArray): ResampledStatistic {
  predictions.forEach((matrix) => requireSameShape('resampledMeanPcc', matrix, responses));
  const recorded = centre(responses);
  const predicted = predictions.map(centre);
  return (images, seeds) => {
    const drawn = countDraws(images);
    const ofTraining = new Map<number, number>();
    for (const seed of new Set(seeds))
      ofTraining.set(seed, meanCorrelation(predicted[seed], recorded, drawn));
    return mean(seeds.map((seed) => ofTraining.get(seed)!));
  };
}
