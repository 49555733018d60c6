import { tf } from '../backend/tensorflow';
import type { ForwardPass } from './forwardPass';

/** input [rows, inputs] x weights [inputs, outputs] + bias, of the layer that `declareDense` declared. */
export function dense(pass: ForwardPass, name: string, input: tf.Tensor2D): tf.Tensor2D {
  return tf.add(tf.matMul(input, pass.parameter(`${name}/weights`)), pass.parameter(`${name}/bias`)) as tf.Tensor2D;
}
