import { mean, quantile } from 'simple-statistics';
import { column, type NdArray } from '../data/ndArray';
import { createRandom } from '../data/random';
import { isConstant } from './pearsonCorrelation';
import { pearsonPerNeuron } from './pearsonPerNeuron';
import { criticalCorrelation, isBeyond, significantNeurons, type SignificanceRule } from './significance';

export interface ChanceOptions extends SignificanceRule {
  readonly permutations?: number;
  /** `joint` (default): one order of the images for all neurons. `separate`: another for every neuron, as if they had nothing in common. */
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

/** [M, T]: every neuron's values minus their mean, with length 1, so that a sum of products is a correlation; zeros for a constant one, which correlates with nothing. */
function standardize(matrix: NdArray): Float64Array {
  const [images, neurons] = matrix.shape as [number, number];
  const scores = new Float64Array(neurons * images);
  for (let neuron = 0; neuron < neurons; neuron++) {
    const values = column(matrix, neuron);
    if (isConstant(values)) continue;
    const average = mean(values);
    const length = Math.hypot(...values.map((value) => value - average));
    scores.set(values.map((value) => (value - average) / length), neuron * images);
  }
  return scores;
}

/**
 * Numbers of significant neurons when the predictions are given to other images.
 * @param predictions [T, M]
 * @param responses [T, M]
 * @returns one count a permutation
 */
export function countsByChance(predictions: NdArray, responses: NdArray, options: ChanceOptions = {}): number[] {
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
      for (let image = 0; image < images; image++) correlation += predicted[start + shown[image]] * recorded[start + image];
      count += Number(isBeyond(correlation, critical, sides));
      if (order === 'separate') shown = Int32Array.from(random.permutation(images));
    }
    return count;
  });
}

/**
 * How many neurons would count as significant by chance: the predictions are given to other images, the same permutation
 * for all neurons, so that what neurons share stays shared. The band is much wider than that of independent tests (5 % of
 * the neurons), because neurons respond to the same images.
 * Reference for the p-value: Phipson and Smyth (2010), Permutation p-values should never be zero.
 *
 * @param predictions [T, M]
 * @param responses [T, M]
 * @example
 * permutationBand(predictions, region.testResponses);
 * // => { observed: 61, lower: 0, median: 4, upper: 15, pValue: 0.000999 }
 */
export function permutationBand(predictions: NdArray, responses: NdArray, options: ChanceOptions = {}): PermutationBand {
  const observed = significantNeurons(pearsonPerNeuron(predictions, responses).pcc, responses.shape[0], options).length;
  const byChance = countsByChance(predictions, responses, options);
  return {
    observed,
    lower: quantile(byChance, 0.025),
    median: quantile(byChance, 0.5),
    upper: quantile(byChance, 0.975),
    pValue: (1 + byChance.filter((chance) => chance >= observed).length) / (1 + byChance.length),
  };
}
