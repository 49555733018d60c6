import type { tf } from '../backend/tensorflow';
import type { Random } from '../data/random';
import { architecture, type NetworkSettings } from './architecture';
import type { ForwardPass } from './forwardPass';
import { convolutionBlock, declareKernel, declareNormalization, type ParameterTable } from './layers';

/** f1, the layers h_1 ... h_depth that autoencoder and readout share. */
export function declareEncoder(table: ParameterTable, depth: number, random: Random, settings: NetworkSettings): void {
  architecture.encoder.slice(0, depth).forEach((block, index) => {
    const name = `encoder${index + 1}`;
    declareKernel(table, name, block, index === 0 ? 1 : architecture.encoder[index - 1].channels, random);
    declareNormalization(table, name, block.channels, settings);
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
