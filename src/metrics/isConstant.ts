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
  let smallest = Infinity;
  let largest = -Infinity;
  for (let index = 0; index < values.length; index++) {
    smallest = Math.min(smallest, values[index]);
    largest = Math.max(largest, values[index]);
  }
  return largest - smallest <= resolution * Math.max(Math.abs(smallest), Math.abs(largest));
}
