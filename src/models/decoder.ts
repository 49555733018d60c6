import { tf } from '../backend/tensorflow';
import type { Random } from '../data/random';
import { architecture, type NetworkSettings } from './architecture';
import type { ForwardPass } from './forwardPass';
import { convolutionBlock, declareKernel, declareNormalization, declareTrained, filled, type ParameterTable } from './layers';

/** The convolutional part of f2, from a grid [8, 8, inputChannels] back to the image. */
export function declareDecoder(table: ParameterTable, inputChannels: number, random: Random, settings: NetworkSettings): void {
  let channelsBefore = inputChannels;
  architecture.decoder.forEach((block, index) => {
    const name = `decoder${index + 1}`;
    declareKernel(table, name, block, channelsBefore, random);
    declareNormalization(table, name, block.channels, settings);
    channelsBefore = block.channels;
  });
  declareKernel(table, 'output', { ...architecture.output, transposed: true }, channelsBefore, random);
  declareTrained(table, 'output/bias', filled([architecture.output.channels], 0));
}

/**
 * @param grid [batch, 8, 8, inputChannels]
 * @returns reconstructed images [batch, 32, 32, 1] in (-1, 1)
 */
export function decode(pass: ForwardPass, grid: tf.Tensor4D): tf.Tensor4D {
  let hidden = grid;
  architecture.decoder.forEach(({ stride, size, transposed }, index) => {
    const name = `decoder${index + 1}`;
    hidden = transposed
      ? tf.elu(pass.normalization(name, transposedConvolution(pass, name, hidden, stride, size)))
      : convolutionBlock(pass, name, hidden, stride);
  });
  const { stride, size } = architecture.output;
  const output = tf.add(transposedConvolution(pass, 'output', hidden, stride, size), pass.parameter('output/bias'));
  return tf.tanh(output as tf.Tensor4D);
}

/** To a square of side `size`: [batch, s, s, in] -> [batch, size, size, out]. */
function transposedConvolution(pass: ForwardPass, name: string, input: tf.Tensor4D, stride: number, size: number): tf.Tensor4D {
  const kernel = pass.parameter(`${name}/kernel`) as tf.Tensor4D; // [k, k, out, in]
  return tf.conv2dTranspose(input, kernel, [input.shape[0], size, size, kernel.shape[2]], stride, 'same');
}
