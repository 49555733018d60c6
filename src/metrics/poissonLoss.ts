import type { NdArray } from '../data/ndArray';
import { requireSameShape } from './requireSame';

/** Keeps the logarithm of a prediction of 0 finite (Klindt et al. 2017). The training loss uses the same value. */
export const poissonEpsilon = 1e-5;

/**
 * Poisson loss of predicted responses: prediction minus response times log prediction, summed over neurons and averaged
 * over images. It is the negative log likelihood up to a term that only depends on the responses.
 *
 * Summed over neurons as in Klindt et al. 2017, whose values on Antolik 2016 are 79.57 / 43.62 / 80.27; it grows with
 * their number and can be negative where responses are large.
 *
 * @param predicted [T, M], non-negative
 * @param observed [T, M], non-negative
 * @throws UserError when the shapes differ
 * @example
 * const ones = ndArray([2, 3], new Float32Array(6).fill(1));
 * poissonLoss(ones, ones); // => 2.999970000149999 (3 neurons: 1 - log(1.00001) each)
 */
export function poissonLoss(predicted: NdArray, observed: NdArray): number {
  requireSameShape('poissonLoss', predicted, observed);
  let sum = 0;
  for (let entry = 0; entry < predicted.values.length; entry++) {
    const prediction = predicted.values[entry];
    sum += prediction - observed.values[entry] * Math.log(prediction + poissonEpsilon);
  }
  return sum / predicted.shape[0];
}
