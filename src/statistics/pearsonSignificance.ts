import cdf from '@stdlib/stats-base-dists-t-cdf';
import { UserError } from '../errors';

export interface PearsonSignificance {
  /** Probability of a correlation at least this large (positive) without any relation. */
  readonly oneSided: number;
  /** Probability of a correlation at least this far from 0 without any relation. */
  readonly twoSided: number;
}

/**
 * p-values of a Pearson correlation: r sqrt((n - 2) / (1 - r^2)) follows Student's t with n - 2 degrees of freedom
 * when the two variables are unrelated and normal.
 *
 * Responses are neither normal nor is each image independent of the network, so the share of neurons below .05 exceeds 5 %
 * for unfitted mappings too: compare with `permutationBand`. A correlation of 0 (also of a constant prediction) gives .5 and 1.
 *
 * Reference: Student (1908), Probable error of a correlation coefficient.
 *
 * @param images number of pairs, at least 3
 * @throws UserError when there are fewer than 3 images
 * @example
 * pearsonSignificance(0.2787, 50).twoSided; // => 0.050009070705814035
 */
export function pearsonSignificance(pcc: number, images: number): PearsonSignificance {
  const degreesOfFreedom = images - 2;
  if (degreesOfFreedom < 1) {
    throw new UserError(`pearsonSignificance needs at least 3 images but got ${images}.`);
  }
  const t = pcc * Math.sqrt(degreesOfFreedom / (1 - pcc ** 2));
  // The lower tail keeps small probabilities exact where 1 - cdf would cancel.
  return { oneSided: cdf(-t, degreesOfFreedom), twoSided: 2 * cdf(-Math.abs(t), degreesOfFreedom) };
}
