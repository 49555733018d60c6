import cdf from '@stdlib/stats-base-dists-t-cdf';
import { mean, quantile } from 'simple-statistics';
import { column, type NdArray } from '../data/ndArray';
import { createRandom } from '../data/random';
import { UserError } from '../errors';
import { isConstant, pearsonPerNeuron } from './responseScores';

/**
 * Probability that Student's t lies at least as far from 0 as `t`, on either side; the lower tail
 * keeps small ones exact where 1 - cdf would cancel.
 */
export function twoSidedP(t: number, degreesOfFreedom: number): number {
  return 2 * tBelow(-Math.abs(t), degreesOfFreedom);
}

/** Probability that Student's t lies below a value. */
export function tBelow(value: number, degreesOfFreedom: number): number {
  return cdf(value, degreesOfFreedom);
}

/** Quantiles that were asked for before; simulations ask for the same ones again and again. */
const knownQuantiles = new Map<string, number>();

/**
 * The value that Student's t exceeds with probability `tail`, by bisection of its distribution
 * function.
 * @param tail above 0, at most .5
 * @param degreesOfFreedom above 0, need not be whole
 * @example
 * tBeyond(0.025, 4); // => 2.7764451051977947
 */
export function tBeyond(tail: number, degreesOfFreedom: number): number {
  const name = `${tail} ${degreesOfFreedom}`;
  const known = knownQuantiles.get(name) ?? quantileBeyond(tail, degreesOfFreedom);
  knownQuantiles.set(name, known);
  return known;
}

function quantileBeyond(tail: number, degreesOfFreedom: number): number {
  let [below, above] = [0, 1];
  while (cdf(-above, degreesOfFreedom) > tail) above *= 2;
  // Ends where the two are neighbouring doubles.
  for (
    let middle = (below + above) / 2;
    middle > below && middle < above;
    middle = (below + above) / 2
  ) {
    if (cdf(-middle, degreesOfFreedom) > tail) below = middle;
    else above = middle;
  }
  return above;
}

export interface SignificanceRule {
  /** Largest p-value that counts as significant. */
  readonly level?: number;
  /**
   * `two` (default): as SciPy's pearsonr, which also lets significantly negative correlations in.
   * `one`: positive ones only.
   */
  readonly sides?: 'one' | 'two';
}

function degreesOfFreedom(images: number): number {
  if (images < 3)
    throw new UserError(
      `The significance of a correlation needs at least 3 images but got ${images}.`,
    );
  return images - 2;
}

/**
 * p-values of a Pearson correlation: r sqrt((n - 2) / (1 - r^2)) follows Student's t with n - 2
 * degrees of freedom when the two variables are unrelated and normal.
 *
 * Responses are neither normal nor is each image independent of the network, so the share of
 * neurons below .05 exceeds 5 % for unfitted mappings too: compare with `permutationBand`. A
 * correlation of 0 (also of a constant prediction) gives .5 and 1.
 *
 * Reference: Student (1908), Probable error of a correlation coefficient.
 *
 * @param images number of pairs, at least 3
 * @returns oneSided: probability of a correlation at least this large (positive) without any
 * relation; twoSided: at least this far from 0
 * @throws UserError when there are fewer than 3 images
 * @example
 * pearsonSignificance(0.2787, 50).twoSided; // => 0.050009070705814035
 */
export function pearsonSignificance(
  pcc: number,
  images: number,
): { readonly oneSided: number; readonly twoSided: number } {
  const freedom = degreesOfFreedom(images);
  const t = pcc * Math.sqrt(freedom / (1 - pcc ** 2));
  return { oneSided: cdf(-t, freedom), twoSided: twoSidedP(t, freedom) };
}

/**
 * The smallest positive correlation that counts as significant: the t at that level, turned back
 * into a correlation.
 * @example
 * criticalCorrelation(50); // => 0.2787
 */
export function criticalCorrelation(
  images: number,
  { level = 0.05, sides = 'two' }: SignificanceRule = {},
): number {
  const freedom = degreesOfFreedom(images);
  const t = tBeyond(sides === 'one' ? level : level / 2, freedom);
  return t / Math.sqrt(freedom + t ** 2);
}

/** Whether a correlation counts, given the critical one. */
export function isBeyond(
  correlation: number,
  critical: number,
  sides: SignificanceRule['sides'] = 'two',
): boolean {
  return (sides === 'one' ? correlation : Math.abs(correlation)) >= critical;
}

/**
 * Indices of the neurons whose correlation over the test images is significant, p <= .05 as in the
 * paper (which does not say whether its test is one- or two-sided).
 *
 * @param pcc one per neuron
 * @param images number of test images
 * @example
 * significantNeurons([0.1, 0.5, -0.5], 50); // => [1, 2]
 * significantNeurons([0.1, 0.5, -0.5], 50, { sides: 'one' }); // => [1]
 */
export function significantNeurons(
  pcc: readonly number[],
  images: number,
  rule: SignificanceRule = {},
): number[] {
  const critical = criticalCorrelation(images, rule);
  return [...pcc.keys()].filter((neuron) => isBeyond(pcc[neuron], critical, rule.sides));
}

export interface ChanceOptions extends SignificanceRule {
  readonly permutations?: number;
  /**
   * `joint` (default): one order of the images for all neurons. `separate`: another for every
   * neuron, as if they had nothing in common.
   */
  readonly order?: 'joint' | 'separate';
}

export interface PermutationBand {
  /** Significant neurons with every prediction beside its own image. */
  readonly observed: number;
  /** What 95 % of the permutations span, in neurons. */
  readonly lower: number;
  readonly median: number;
  readonly upper: number;
  /** Share of permutations (the observed order among them) with at least the observed number. */
  readonly pValue: number;
}

/**
 * [M, T]: every neuron's values minus their mean, with length 1, so that a sum of products is a
 * correlation; zeros for a constant one, which correlates with nothing.
 */
function standardize(matrix: NdArray): Float64Array {
  const [images, neurons] = matrix.shape as [number, number];
  const scores = new Float64Array(neurons * images);
  for (let neuron = 0; neuron < neurons; neuron++) {
    const values = column(matrix, neuron);
    if (isConstant(values)) continue;
    const average = mean(values);
    const length = Math.hypot(...values.map((value) => value - average));
    scores.set(
      values.map((value) => (value - average) / length),
      neuron * images,
    );
  }
  return scores;
}

/**
 * Numbers of significant neurons when the predictions are given to other images.
 * @param predictions [T, M]
 * @param responses [T, M]
 * @returns one count a permutation
 */
export function countsByChance(
  predictions: NdArray,
  responses: NdArray,
  options: ChanceOptions = {},
): number[] {
  const { permutations = 1000, order = 'joint', sides } = options;
  const [images, neurons] = responses.shape as [number, number];
  const random = createRandom(1, 'permutationBand');
  const critical = criticalCorrelation(images, options);
  const [predicted, recorded] = [standardize(predictions), standardize(responses)];
  return Array.from({ length: permutations }, () => {
    let shown = Int32Array.from(random.permutation(images));
    let count = 0;
    for (let start = 0; start < neurons * images; start += images) {
      let correlation = 0;
      for (let image = 0; image < images; image++)
        correlation += predicted[start + shown[image]] * recorded[start + image];
      count += Number(isBeyond(correlation, critical, sides));
      if (order === 'separate') shown = Int32Array.from(random.permutation(images));
    }
    return count;
  });
}

/**
 * How many neurons would count as significant by chance: the predictions are given to other images,
 * the same permutation for all neurons, so that what neurons share stays shared. The band is much
 * wider than that of independent tests (5 % of the neurons), because neurons respond to the same
 * images. Reference for the p-value: Phipson and Smyth (2010), Permutation p-values should never be
 * zero.
 *
 * @param predictions [T, M]
 * @param responses [T, M]
 * @example
 * permutationBand(predictions, region.testResponses);
 * // => { observed: 61, lower: 0, median: 4, upper: 15, pValue: 0.000999 }
 */
export function permutationBand(
  predictions: NdArray,
  responses: NdArray,
  options: ChanceOptions = {},
): PermutationBand {
  const observed = significantNeurons(
    pearsonPerNeuron(predictions, responses).pcc,
    responses.shape[0],
    options,
  ).length;
  const byChance = countsByChance(predictions, responses, options);
  return {
    observed,
    lower: quantile(byChance, 0.025),
    median: quantile(byChance, 0.5),
    upper: quantile(byChance, 0.975),
    pValue: (1 + byChance.filter((chance) => chance >= observed).length) / (1 + byChance.length),
  };
}
