import type { NdArray } from '../data/ndArray';
import { bootstrap, type BootstrapInterval, type BootstrapOptions } from './bootstrap';
import { resampledMeanPcc } from './meanPcc';

/**
 * Interval of a model's mean PCC, from its predictions: the correlations are recomputed on resampled images and trainings.
 * About .10 wide on 50 images, so it says little about the difference of two models: resample both together for that (`resampledMeanPcc`).
 *
 * @param predictions [T, M] of every training (one per seed)
 * @param responses [T, M]
 * @example
 * bootstrapMeanPcc(records.map((record) => record.predictions), region.testResponses);
 * // => { estimate: 0.47, lower: 0.42, upper: 0.52, confidence: 0.95 }
 */
export function bootstrapMeanPcc(
  predictions: readonly NdArray[],
  responses: NdArray,
  options: BootstrapOptions = {},
): BootstrapInterval {
  return bootstrap(resampledMeanPcc(predictions, responses), responses.shape[0], predictions.length, options);
}
