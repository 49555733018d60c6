import { quantile } from 'simple-statistics';
import { takeRows, type NdArray } from '../data/ndArray';
import { createRandom } from '../data/random';
import { pearsonPerNeuron } from '../metrics/pearsonPerNeuron';
import { significantNeurons, type SignificanceRule } from './significantNeurons';

export interface PermutationBandOptions extends SignificanceRule {
  readonly permutations?: number;
  /** Share of the permutations inside the band. */
  readonly confidence?: number;
  /** Seed of the permutations, not of a training. */
  readonly seed?: number;
}

export interface PermutationBand {
  /** Significant neurons with every prediction beside its own image. */
  readonly observed: number;
  /** What the band around chance spans, in neurons. */
  readonly lower: number;
  readonly median: number;
  readonly upper: number;
  /** Share of permutations (the observed order among them) with at least the observed number. */
  readonly pValue: number;
}

/**
 * How many neurons would count as significant by chance: the predictions are given to other images, the same permutation
 * for all neurons, so that what neurons share stays shared.
 *
 * The band is much wider than that of independent tests (5 % of the neurons), because neurons respond to the same images.
 *
 * Reference for the p-value: Phipson and Smyth (2010), Permutation p-values should never be zero.
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
  options: PermutationBandOptions = {},
): PermutationBand {
  const { permutations = 1000, confidence = 0.95, seed = 1 } = options;
  const images = responses.shape[0];
  const random = createRandom(seed, 'permutationBand');
  const count = (shownPredictions: NdArray): number =>
    significantNeurons(pearsonPerNeuron(shownPredictions, responses).pcc, images, options).length;
  const observed = count(predictions);
  const byChance = Array.from({ length: permutations }, () => count(takeRows(predictions, random.permutation(images))));
  return {
    observed,
    lower: quantile(byChance, (1 - confidence) / 2),
    median: quantile(byChance, 0.5),
    upper: quantile(byChance, (1 + confidence) / 2),
    pValue: (1 + byChance.filter((chance) => chance >= observed).length) / (1 + permutations),
  };
}
