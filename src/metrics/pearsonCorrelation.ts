import { requireSameLength } from './requireSame';

// Sixteen times the spacing of single-precision numbers: less than the rounding of a convolution.
const resolution = 1e-6;

/**
 * Whether values differ by no more than the rounding of single-precision arithmetic.
 *
 * A readout whose output does not depend on the image still varies in its last digits; the correlation of those digits
 * with anything is meaningless.
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
 * Pearson's correlation coefficient (PCC): the covariance of two variables over the product of their standard deviations.
 *
 * A constant variable (see `isConstant`) has no correlation: it counts as 0, so that a model cannot gain by answering nothing.
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
