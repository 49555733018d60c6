import type { NdArray } from '../data/ndArray';
import type { ResampledStatistic } from '../metrics/bootstrap';
import { resampledSum } from './drawnCorrelations';

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
  return resampledSum('resampledMeanPcc', predictions, responses, { term: (correlation) => correlation, divisor: responses.shape[1] });
}
