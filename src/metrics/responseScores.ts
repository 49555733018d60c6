import type { NdArray } from '../data/ndArray';
import { requireSameLength, requireSameShape } from './requireSame';

// Sixteen times the spacing of single-precision numbers: less than the rounding of a convolution.
const resolution = 1e-6;

/**
 * Whether values differ by no more than the rounding of single-precision arithmetic.
 *
 * A readout whose output does not depend on the image still varies in its last digits; the
 * correlation of those digits with anything is meaningless.
 *
 * @example
 * isConstant([0.3, 0.3, 0.30000001]); // => true
 */
export function isConstant(values: ArrayLike<number>): boolean {
  let [smallest, largest] = [Infinity, -Infinity];
  for (let index = 0; index < values.length; index++) {
    smallest = Math.min(smallest, values[index]);
    largest = Math.max(largest, values[index]);
  }
  return largest - smallest <= resolution * Math.max(Math.abs(smallest), Math.abs(largest));
}

/**
 * Pearson's correlation coefficient (PCC): the covariance of two variables over the product of
 * their standard deviations.
 *
 * A constant variable (see `isConstant`) has no correlation: it counts as 0, so that a model cannot
 * gain by answering nothing.
 *
 * @throws UserError when the lists differ in length or are empty
 * @example
 * pearsonCorrelation([1, 2, 3], [2, 4, 7]); // => 0.9933992677987827
 * pearsonCorrelation([1, 2, 3], [5, 5, 5]); // => 0
 */
export function pearsonCorrelation(x: ArrayLike<number>, y: ArrayLike<number>): number {
  requireSameLength('pearsonCorrelation', x, y);
  if (isConstant(x) || isConstant(y)) return 0;
  let [meanX, meanY] = [0, 0];
  for (let index = 0; index < x.length; index++) {
    meanX += x[index] / x.length;
    meanY += y[index] / x.length;
  }
  let [squaresX, squaresY, products] = [0, 0, 0];
  for (let index = 0; index < x.length; index++) {
    const deviationX = x[index] - meanX;
    const deviationY = y[index] - meanY;
    squaresX += deviationX * deviationX;
    squaresY += deviationY * deviationY;
    products += deviationX * deviationY;
  }
  // Rounding can push a perfect correlation past 1, where its p-value is undefined.
  return Math.max(-1, Math.min(1, products / Math.sqrt(squaresX * squaresY)));
}

/**
 * Pearson correlation of every neuron's predicted with its recorded responses over the images:
 * `pcc`, one per neuron, and how many neurons have a constant prediction, or recording, which
 * counts as 0. The mean of `pcc` is the paper's PCC; a correlation pooled over neurons would reward
 * predicting mean rates.
 *
 * @param predictions [T, M]
 * @param responses [T, M]
 * @param images rows to use, repetitions allowed (for resampling); all when absent
 * @throws UserError when the shapes differ
 * @example
 * const predictions = ndArray([3, 2], Float32Array.of(1, 9, 2, 9, 3, 9));
 * const responses = ndArray([3, 2], Float32Array.of(2, 1, 4, 0, 6, 5));
 * pearsonPerNeuron(predictions, responses); // => { pcc: [1, 0], constantPredictions: 1 }
 */
export function pearsonPerNeuron(
  predictions: NdArray,
  responses: NdArray,
  images?: readonly number[],
): { readonly pcc: number[]; readonly constantPredictions: number } {
  requireSameShape('pearsonPerNeuron', predictions, responses);
  const [imageCount, neurons] = predictions.shape as [number, number];
  const rows = images ?? Array.from({ length: imageCount }, (_, row) => row);
  const predicted = new Float64Array(rows.length);
  const recorded = new Float64Array(rows.length);
  const pcc: number[] = [];
  let constantPredictions = 0;
  for (let neuron = 0; neuron < neurons; neuron++) {
    for (let position = 0; position < rows.length; position++) {
      const entry = rows[position] * neurons + neuron;
      predicted[position] = predictions.values[entry];
      recorded[position] = responses.values[entry];
    }
    constantPredictions += Number(isConstant(predicted));
    pcc.push(pearsonCorrelation(predicted, recorded));
  }
  return { pcc, constantPredictions };
}

/**
 * Keeps the logarithm of a prediction of 0 finite (Klindt et al. 2017). The training loss uses the
 * same value.
 */
export const poissonEpsilon = 1e-5;

/**
 * Poisson loss of predicted responses: prediction minus response times log prediction, summed over
 * neurons and averaged over images. It is the negative log likelihood up to a term that only
 * depends on the responses.
 *
 * Summed over neurons as in Klindt et al. 2017, whose values on Antolik 2016 are 79.57 / 43.62 /
 * 80.27; it grows with their number and can be negative where responses are large.
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
