import { tf } from '../backend/tensorflow';
import type { ForwardPass } from './forwardPass';

/** Convolution, batch normalisation, ELU (paper, Sec. 3). A bias only where there is no normalisation, which would subtract it again. */
export function convolutionBlock(pass: ForwardPass, name: string, input: tf.Tensor4D, stride: number): tf.Tensor4D {
  const kernel = pass.parameter(`${name}/kernel`) as tf.Tensor4D;
  return tf.elu(pass.normalization(name, tf.conv2d(input, kernel, stride, 'same')));
}

/** Transposed convolution to a square of side `size`: [batch, s, s, in] -> [batch, size, size, out]. */
export function transposedConvolution(
  pass: ForwardPass,
  name: string,
  input: tf.Tensor4D,
  stride: number,
  size: number,
): tf.Tensor4D {
  const kernel = pass.parameter(`${name}/kernel`) as tf.Tensor4D; // [k, k, out, in]
  return tf.conv2dTranspose(input, kernel, [input.shape[0], size, size, kernel.shape[2]], stride, 'same');
}
