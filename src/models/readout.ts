import type { tf } from '../backend/tensorflow';
import type { NdArray } from '../data/ndArray';
import type { Random } from '../data/random';
import type { Layer } from './modelName';
import type { NeuronStatistics } from './neuronStatistics';
import type { ForwardPass } from './forwardPass';
import type { ParameterTable } from './parameters';

/** f3: how a layer h_i becomes predicted responses. */
export interface Readout {
  readonly declare: (table: ParameterTable, layer: Layer, neurons: NeuronStatistics, random: Random) => void;
  /**
   * @param hidden h_i, [batch, size, size, channels]
   * @returns predicted responses [batch, M], positive
   */
  readonly predict: (pass: ForwardPass, hidden: tf.Tensor4D) => tf.Tensor2D;
  /** The regulariser of the weights, summed over neurons; a scalar. */
  readonly penalty: (pass: ForwardPass) => tf.Scalar;
  /** Mask [positions, M] and feature weights [channels, M] among the weights, where the readout has them. */
  readonly factors: (weights: Readonly<Record<string, NdArray>>) => { readonly mask: NdArray; readonly featureWeights: NdArray } | null;
}
