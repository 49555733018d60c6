import type { tf } from '../backend/tensorflow';
import { architecture, layerShape, type NetworkSettings } from './architecture';
import type { Autoencoder } from './autoencoder';
import { declareDecoder, decode } from './convolutions';
import type { ForwardPass } from './forwardPass';
import { declareDense, dense } from './layers';

const top = layerShape(architecture.encoder.length);

/** Units of h_4. */
export const topUnits = top.size * top.size * top.channels;

/** Numbers in the code of CAE and VAE. */
export function codeLength({ latentDimensions }: NetworkSettings): number {
  return latentDimensions ?? architecture.latentDimensions;
}

/** h_4 [batch, 8, 8, 64] as rows [batch, 4096]. */
export function flattened(hidden: tf.Tensor4D): tf.Tensor2D {
  return hidden.reshape([-1, topUnits]) as tf.Tensor2D;
}

/**
 * The CAE's code, the mean of the VAE's posterior.
 * @param hidden h_4, [batch, 8, 8, 64]
 * @returns [batch, 100]
 */
export function denseCode(pass: ForwardPass, hidden: tf.Tensor4D): tf.Tensor2D {
  return dense(pass, 'latent', flattened(hidden));
}

/**
 * @param code [batch, 100]
 * @returns reconstructed images [batch, 32, 32, 1] in (-1, 1)
 */
export function decodeDenseCode(pass: ForwardPass, code: tf.Tensor2D): tf.Tensor4D {
  return decode(
    pass,
    dense(pass, 'expansion', code).reshape([-1, top.size, top.size, top.channels]),
  );
}

/** Convolutional autoencoder: a dense code of 100 numbers unless settings say otherwise, L2 loss. */
export const cae: Autoencoder = {
  // The dense layers between h_4 and the decoder, and the decoder; the same random numbers give the
  // VAE the same.
  declare: (table, random, settings) => {
    const length = codeLength(settings);
    declareDense(table, 'latent', topUnits, length, random);
    declareDense(table, 'expansion', length, topUnits, random);
    declareDecoder(table, top.channels, random, settings);
  },
  reconstruct: (pass, hidden) => ({
    images: decodeDenseCode(pass, denseCode(pass, hidden)),
    latentLoss: undefined,
  }),
  code: denseCode,
  // Single-precision numbers as they are stored.
  summarise: (codes) => ({
    bitsPerImage: 32 * codes.shape[1],
    activeUnits: null,
    usedCodes: null,
    perplexity: null,
  }),
};
