import { tf } from '../backend/tensorflow';
import { architecture, layerShape } from './architecture';
import type { Autoencoder } from './autoencoder';
import { declareDecoder, decode } from './decoder';
import { declareDense } from './parameters';

const top = layerShape(architecture.encoder.length);
const topUnits = top.size * top.size * top.channels;

/** Convolutional autoencoder: a dense code of 100 numbers, L2 loss. */
export const cae: Autoencoder = {
  declare: (table, random) => {
    declareDense(table, 'latent', topUnits, architecture.latentDimensions, random);
    declareDense(table, 'expansion', architecture.latentDimensions, topUnits, random);
    declareDecoder(table, top.channels, random);
  },
  reconstruct: (pass, hidden) => {
    const flat = hidden.reshape([-1, topUnits]) as tf.Tensor2D;
    const code = tf.add(tf.matMul(flat, pass.parameter('latent/weights')), pass.parameter('latent/bias')) as tf.Tensor2D;
    const expanded = tf.add(tf.matMul(code, pass.parameter('expansion/weights')), pass.parameter('expansion/bias'));
    return { images: decode(pass, expanded.reshape([-1, top.size, top.size, top.channels])), latentLoss: undefined };
  },
};
