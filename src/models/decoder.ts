import { tf } from '../backend/tensorflow';
import type { Random } from '../data/random';
import { architecture } from './architecture';
import { convolutionBlock, transposedConvolution } from './convolution';
import type { ForwardPass } from './forwardPass';
import type { NetworkSettings } from './networkSettings';
import { declareNormalization, declareKernel, filled, type ParameterTable } from './parameters';

/** The convolutional part of f2, from a grid [8, 8, inputChannels] back to the image. */
export function declareDecoder(table: ParameterTable, inputChannels: number, random: Random, { normalization }: NetworkSettings = {}): void {
  let channelsBefore = inputChannels;
  architecture.decoder.forEach((block, index) => {
    const name = `decoder${index + 1}`;
    declareKernel(table, `${name}/kernel`, block, channelsBefore, random);
    declareNormalization(table, name, block.channels, normalization);
    channelsBefore = block.channels;
  });
  declareKernel(table, 'output/kernel', { ...architecture.output, transposed: true }, channelsBefore, random);
  table.initial['output/bias'] = filled([architecture.output.channels], 0);
  table.trainable.push('output/bias');
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
