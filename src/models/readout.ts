import type { tf } from '../backend/tensorflow';
import type { NdArray } from '../data/ndArray';
import type { Random } from '../data/random';
import type { Layer } from './modelName';
import type { ForwardPass } from './forwardPass';
import type { ParameterTable } from './parameters';

/** f3: how a layer h_i becomes predicted responses. */
export interface Readout {
  /** @param meanResponses [M], each neuron's mean training response: the prediction before any training */
  readonly declare: (table: ParameterTable, layer: Layer, meanResponses: Float32Array, random: Random) => void;
  /**
   * @param hidden h_i, [batch, size, size, channels]
   * @returns predicted responses [batch, M], positive
   */
  readonly predict: (pass: ForwardPass, hidden: tf.Tensor4D) => tf.Tensor2D;
  /** Sparsity of the weights, summed over neurons; a scalar. */
  readonly sparsity: (pass: ForwardPass) => tf.Scalar;
  /** Mask [positions, M] and feature weights [channels, M] among the weights, where the readout has them. */
  readonly factors: (weights: Readonly<Record<string, NdArray>>) => { readonly mask: NdArray; readonly featureWeights: NdArray } | null;
}
