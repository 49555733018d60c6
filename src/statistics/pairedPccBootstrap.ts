import type { NdArray } from '../data/ndArray';
import { bootstrap, type BootstrapInterval, type BootstrapOptions } from './bootstrap';
import { resampledMeanPcc } from './meanPcc';
import { requireSameSeeds } from './requireSameSeeds';

/**
 * Interval of the difference in mean PCC, first minus second model: in every resample both models are scored on the same
 * drawn images and seeds, and the correlations are recomputed from the predictions.
 *
 * @param first predictions [T, M] of every training of the first model, in the order of their seeds
 * @param second of the second model, same seeds in the same order
 * @param responses [T, M]
 * @throws UserError when the numbers of trainings differ
 * @example
 * pairedPccBootstrap(caeFr2, cnnFr2, region.testResponses);
 * // => { estimate: 0.004, lower: -0.008, upper: 0.017, confidence: 0.95 }
 */
export function pairedPccBootstrap(
  first: readonly NdArray[],
  second: readonly NdArray[],
  responses: NdArray,
  options: BootstrapOptions = {},
): BootstrapInterval {
  requireSameSeeds(first, second);
  const [scoreOfFirst, scoreOfSecond] = [resampledMeanPcc(first, responses), resampledMeanPcc(second, responses)];
  const difference = (images: readonly number[], seeds: readonly number[]): number => scoreOfFirst(images, seeds) - scoreOfSecond(images, seeds);
  return bootstrap(difference, responses.shape[0], first.length, options);
}
