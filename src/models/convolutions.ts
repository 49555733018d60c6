import { tf } from '../backend/tensorflow';
import type { Random } from '../data/random';
import { architecture, type NetworkSettings } from './architecture';
import type { ForwardPass } from './forwardPass';
import {
  convolutionBlock,
  declareKernel,
  declareNormalization,
  declareTrained,
  filled,
  type ParameterTable,
} from './layers';

type Block = Parameters<typeof declareKernel>[2];

/**
 * Declares blocks on top of each other, named `part` and a number from 1, and gives back the
 * channels of the last.
 */
function declareBlocks(
  table: ParameterTable,
  part: string,
  blocks: readonly Block[],
  inputChannels: number,
  random: Random,
  settings: NetworkSettings,
): number {
  return blocks.reduce((channelsBefore, block, index) => {
    const name = `${part}${index + 1}`;
    declareKernel(table, name, block, channelsBefore, random);
    declareNormalization(table, name, block.channels, settings);
    return block.channels;
  }, inputChannels);
}

/** f1, the layers h_1 ... h_depth that autoencoder and readout share. */
export function declareEncoder(
  table: ParameterTable,
  depth: number,
  random: Random,
  settings: NetworkSettings,
): void {
  declareBlocks(table, 'encoder', architecture.encoder.slice(0, depth), 1, random, settings);
}

/**
 * @param input [batch, 32, 32, 1] in [-1, 1], or h_below
 * @param below layers that have been applied already
 * @returns the layers h_(below + 1) ... h_depth after ELU, [batch, size, size, channels] each
 */
export function encode(
  pass: ForwardPass,
  input: tf.Tensor4D,
  depth: number,
  below = 0,
): tf.Tensor4D[] {
  const hidden: tf.Tensor4D[] = [];
  architecture.encoder.slice(below, depth).forEach(({ stride }, index) => {
    const name = `encoder${below + index + 1}`;
    hidden.push(convolutionBlock(pass, name, hidden[index - 1] ?? input, stride));
  });
  return hidden;
}

/** The convolutional part of f2, from a grid [8, 8, inputChannels] back to the image. */
export function declareDecoder(
  table: ParameterTable,
  inputChannels: number,
  random: Random,
  settings: NetworkSettings,
): void {
  const channels = declareBlocks(
    table,
    'decoder',
    architecture.decoder,
    inputChannels,
    random,
    settings,
  );
  declareKernel(table, 'output', { ...architecture.output, transposed: true }, channels, random);
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
  const output = tf.add(
    transposedConvolution(pass, 'output', hidden, stride, size),
    pass.parameter('output/bias'),
  );
  return tf.tanh(output as tf.Tensor4D);
}

/** To a square of side `size`: [batch, s, s, in] -> [batch, size, size, out]. */
function transposedConvolution(
  pass: ForwardPass,
  name: string,
  input: tf.Tensor4D,
  stride: number,
  size: number,
): tf.Tensor4D {
  const kernel = pass.parameter(`${name}/kernel`) as tf.Tensor4D; // [k, k, out, in]
  return tf.conv2dTranspose(
    input,
    kernel,
    [input.shape[0], size, size, kernel.shape[2]],
    stride,
    'same',
  );
}
