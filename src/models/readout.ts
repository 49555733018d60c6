import { tf } from '../backend/tensorflow';
import { ndArray, type NdArray } from '../data/ndArray';
import type { Random } from '../data/random';
import type { ForwardPass } from './forwardPass';
import type { DeclaredParameters } from './layers';
import type { Layer } from './modelName';

/**
 * What an untrained readout is told about the neurons it will fit: from training images and
 * responses only.
 */
export interface NeuronStatistics {
  /** [M], each neuron's mean response: the prediction before any training. */
  readonly meanResponses: Float32Array;
  /**
   * [row, column] of each neuron's receptive field in image pixels, as far as it can be located;
   * computed when it is asked for.
   */
  readonly receptiveFieldCentres: () => readonly (readonly [row: number, column: number])[];
}

/** What a readout's parameters depend on. */
export interface ReadoutSite extends NeuronStatistics {
  /** i of the layer h_i that is read, and its side and channels. */
  readonly layer: Layer;
  readonly size: number;
  readonly channels: number;
  /** Of the initial values. */
  readonly random: Random;
}

/**
 * f3: how a layer h_i becomes predicted responses.
 * @example
 * // Every neuron reads the mean of every channel over the whole layer.
 * const meanReadout: Readout = {
 *   declare: ({ channels, meanResponses, random }) => ({
 *     trained: {
 *       'readout/features': smallNormal([channels, meanResponses.length], 0.02, random),
 *       'readout/bias': responseBias(meanResponses),
 *     },
 *   }),
 *   predict: (pass, hidden) => predictResponses(
 *     pass,
 *     tf.mean(hidden, [1, 2]),
 *     pass.parameter('readout/features') as tf.Tensor2D,
 *   ),
 *   penalty: (pass) => tf.sum(tf.abs(pass.parameter('readout/features'))),
 * };
 */
export interface Readout {
  /** Its parameters, whose names begin with `readout/`. */
  readonly declare: (site: ReadoutSite) => DeclaredParameters;
  /**
   * @param hidden h_i, [batch, size, size, channels]
   * @returns predicted responses [batch, M], positive
   */
  readonly predict: (pass: ForwardPass, hidden: tf.Tensor4D) => tf.Tensor2D;
  /** The regulariser of the weights, summed over neurons; a scalar. */
  readonly penalty: (pass: ForwardPass) => tf.Scalar;
  /** Mask [positions, M] and feature weights [channels, M] among the weights, for one with both. */
  readonly factors?: (weights: Readonly<Record<string, NdArray>>) => {
    readonly mask: NdArray;
    readonly featureWeights: NdArray;
  };
}

/**
 * The number whose softplus is `value`; values near 0 are floored because softplus never reaches
 * it.
 */
export function inverseSoftplus(value: number): number {
  const positive = Math.max(value, 1e-3);
  // log(e^x - 1), written so that large values do not overflow.
  return positive + Math.log(-Math.expm1(-positive));
}

/**
 * The bias with which a neuron without drive predicts its mean response: the inverse softplus of
 * it.
 * @param meanResponses [M]
 * @returns [M]
 * @example responseBias(Float32Array.of(2)).values[0]; // => 1.854..., whose softplus is 2
 */
export function responseBias(meanResponses: Float32Array): NdArray {
  return ndArray([meanResponses.length], meanResponses.map(inverseSoftplus));
}

/**
 * The linear part that all readouts share, their parameter `readout/bias`, and the output
 * nonlinearity f = softplus.
 * @param hidden h_i, [batch, size, size, channels], or what is made of it, [batch, ...]
 * @param weights [size * size * channels, M], in the order of a flattened h_i
 * @returns predicted responses [batch, M], positive
 */
export function predictResponses(
  pass: ForwardPass,
  hidden: tf.Tensor,
  weights: tf.Tensor2D,
): tf.Tensor2D {
  const drive = tf.matMul(hidden.reshape([-1, weights.shape[0]]) as tf.Tensor2D, weights);
  return tf.softplus(tf.add(drive, pass.parameter('readout/bias')) as tf.Tensor2D);
}
