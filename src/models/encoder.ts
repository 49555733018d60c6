import type { tf } from '../backend/tensorflow';
import type { Random } from '../data/random';
import { architecture } from './architecture';
import { convolutionBlock } from './convolution';
import type { ForwardPass } from './forwardPass';
import type { NetworkSettings } from './networkSettings';
import { declareNormalization, declareKernel, type ParameterTable } from './parameters';

/** f1, the layers h_1 ... h_depth that autoencoder and readout share. */
export function declareEncoder(table: ParameterTable, depth: number, random: Random, { normalization }: NetworkSettings = {}): void {
  let inputChannels = 1;
  architecture.encoder.slice(0, depth).forEach(({ kernel, channels }, index) => {
    const name = `encoder${index + 1}`;
    declareKernel(table, `${name}/kernel`, { kernel, channels, transposed: false }, inputChannels, random);
    declareNormalization(table, name, channels, normalization);
    inputChannels = channels;
  });
}

/**
 * @param images [batch, 32, 32, 1] in [-1, 1]
 * @returns the layers h_1 ... h_depth after ELU, [batch, size, size, channels] each
 */
export function encode(pass: ForwardPass, images: tf.Tensor4D, depth: number): tf.Tensor4D[] {
  const hidden: tf.Tensor4D[] = [];
  architecture.encoder.slice(0, depth).forEach(({ stride }, index) => {
    hidden.push(convolutionBlock(pass, `encoder${index + 1}`, hidden[index - 1] ?? images, stride));
  });
  return hidden;
}

/**
 * What an autoencoder codes.
 * @param images [batch, 32, 32, 1] in [-1, 1]
 * @returns the last layer, h_4, [batch, 8, 8, 64]
 */
export function encodeTop(pass: ForwardPass, images: tf.Tensor4D): tf.Tensor4D {
  return encode(pass, images, architecture.encoder.length)[architecture.encoder.length - 1];
}
