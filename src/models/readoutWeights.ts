import { tf } from '../backend/tensorflow';
import { ndArray, sizeOf, type NdArray } from '../data/ndArray';
import type { Random } from '../data/random';
import type { ForwardPass } from './forwardPass';
import type { ParameterTable } from './parameters';
import { inverseSoftplus } from './softplus';

/** Normal with mean 0: every readout begins with small weights, so that training starts at the neurons' mean responses. */
export function smallNormal(shape: readonly number[], deviation: number, random: Random): NdArray {
  return ndArray(shape, Float32Array.from({ length: sizeOf(shape) }, () => random.normal() * deviation));
}

/** Declares the bias [M] with which a neuron without drive predicts its mean response. */
export function declareResponseBias(table: ParameterTable, meanResponses: Float32Array): void {
  table.initial['readout/bias'] = ndArray([meanResponses.length], meanResponses.map(inverseSoftplus));
  table.trainable.push('readout/bias');
}

/**
 * The linear part that all readouts share, and its output nonlinearity f = softplus.
 * @param hidden h_i, [batch, size, size, channels]
 * @param weights [size * size * channels, M], in the order of a flattened h_i
 * @returns predicted responses [batch, M], positive
 */
export function predictResponses(pass: ForwardPass, hidden: tf.Tensor4D, weights: tf.Tensor2D): tf.Tensor2D {
  const drive = tf.matMul(hidden.reshape([-1, weights.shape[0]]) as tf.Tensor2D, weights);
  return tf.softplus(tf.add(drive, pass.parameter('readout/bias')) as tf.Tensor2D);
}
