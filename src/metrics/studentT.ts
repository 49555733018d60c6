import cdf from '@stdlib/stats-base-dists-t-cdf';

/** Probability that Student's t lies at least as far from 0 as `t`, on either side; the lower tail keeps small ones exact where 1 - cdf would cancel. */
export function twoSidedP(t: number, degreesOfFreedom: number): number {
  return 2 * cdf(-Math.abs(t), degreesOfFreedom);
}

/**
 * The value that Student's t exceeds with probability `tail`, by bisection of its distribution function.
 * @param tail above 0, at most .5
 * @param degreesOfFreedom above 0, need not be whole
 * @example
 * tBeyond(0.025, 4); // => 2.7764451051977947
 */
export function tBeyond(tail: number, degreesOfFreedom: number): number {
  let [below, above] = [0, 1];
  while (cdf(-above, degreesOfFreedom) > tail) above *= 2;
  // Ends where the two are neighbouring doubles.
  for (let middle = (below + above) / 2; middle > below && middle < above; middle = (below + above) / 2) {
    if (cdf(-middle, degreesOfFreedom) > tail) below = middle;
    else above = middle;
  }
  return above;
}
