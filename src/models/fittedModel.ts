import type { NdArray } from '../data/ndArray';

/**
 * Whatever predicts responses or reconstructs images: a network of the paper, a rival, a baseline,
 * or a model of one's own. It comes from `fit...(region, options)` or from `trainNetwork`, which
 * see the training part of a region only, or from a record by its name; `score` compares any of
 * them.
 * @example
 * // A model of one's own: every neuron always gives its mean response.
 * const means: FittedModel = {
 *   predict: (images) => takeRows(meanResponses, images.values.map(() => 0)),
 * };
 */
export interface FittedModel {
  /** Predicted responses: [N, 32, 32, 1] in [-1, 1] -> [N, M]; left out where it predicts none. */
  readonly predict?: ((images: NdArray) => NdArray) | undefined;
  /**
   * Images as they come back from the model's code, [N, 32, 32, 1] -> the same shape; left out
   * where it reconstructs none.
   */
  readonly reconstruct?: ((images: NdArray) => NdArray) | undefined;
  /** What was fitted, by name. */
  readonly weights?: Readonly<Record<string, NdArray>> | undefined;
  /** How many numbers were fitted. */
  readonly parameters?: number | undefined;
}
