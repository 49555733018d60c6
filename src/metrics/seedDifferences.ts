import { mean } from 'simple-statistics';
import type { NdArray } from '../data/ndArray';
import type { SeedDifferences } from './crossedInterval';
import { pearsonPerNeuron } from './pearsonPerNeuron';
import { requireSameSeeds } from './requireSame';
import { criticalCorrelation, isBeyond, type SignificanceRule } from './significance';

/**
 * Mean difference of a score that every image has by itself (MSE, PSNR, SSIM), for `crossedInterval`.
 * @param first [seeds][images]
 * @param second the same seeds and images in the same order; a baseline without seeds is repeated for each
 * @throws UserError when the numbers of trainings differ
 */
export function errorDifference(first: readonly (readonly number[])[], second: readonly (readonly number[])[]): SeedDifferences {
  requireSameSeeds(first, second);
  return (images) =>
    first.map((scores, seed) => {
      let sum = 0;
      for (const image of images) sum += scores[image] - second[seed][image];
      return sum / images.length;
    });
}

/** Difference of what `score` makes of the neurons' correlations, first minus second model. */
function neuronDifference(first: readonly NdArray[], second: readonly NdArray[], responses: NdArray, score: (pcc: readonly number[]) => number): SeedDifferences {
  requireSameSeeds(first, second);
  return (images) => {
    const known = new Map<NdArray, number>();
    const scoreOf = (predictions: NdArray): number => {
      const value = known.get(predictions) ?? score(pearsonPerNeuron(predictions, responses, images).pcc);
      known.set(predictions, value);
      return value;
    };
    return first.map((predictions, seed) => scoreOf(predictions) - scoreOf(second[seed]));
  };
}

/**
 * Difference of the mean PCC over neurons, for `crossedInterval`.
 * @param first predictions [T, M] of every seed
 * @param second the same seeds in the same order; a baseline without seeds is repeated for each
 * @param responses [T, M]
 * @throws UserError when the numbers of trainings or the shapes differ
 */
export function pccDifference(first: readonly NdArray[], second: readonly NdArray[], responses: NdArray): SeedDifferences {
  return neuronDifference(first, second, responses, mean);
}

/**
 * Difference of the number of significant neurons, for `crossedInterval` with `draws`.
 * @param first predictions [T, M] of every seed
 * @param second the same seeds in the same order
 * @param responses [T, M]
 * @throws UserError when the numbers of trainings or the shapes differ
 */
export function countDifference(first: readonly NdArray[], second: readonly NdArray[], responses: NdArray, rule: SignificanceRule = {}): SeedDifferences {
  const critical = criticalCorrelation(responses.shape[0], rule);
  return neuronDifference(first, second, responses, (pcc) => pcc.filter((correlation) => isBeyond(correlation, critical, rule.sides)).length);
}
