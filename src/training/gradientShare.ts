import type { NamedTensors } from '../backend/variables';
import { tf } from '../backend/tensorflow';
import { architecture } from '../models/architecture';
import { encode } from '../models/convolutions';
import { createForwardPass } from '../models/forwardPass';
import type { Network } from '../models/network';
import type { DeviceBatch } from './deviceRegion';
import { reconstructionLoss, responseLoss } from './losses';
import type { Hyperparameters } from './training';

/** As many images as are enough for a share, and little work beside a training. */
const mostImages = 100;

/**
 * How much the responses pull at the layer that both tasks share: with the gradients of the two
 * weighted losses after h_i, |beta dL_responses| / (|beta dL_responses| + |alpha dL_images|),
 * lengths over all units of the first images. Near 0 the encoder is what images make of it, and a
 * comparison with responses left out says nothing about responses.
 * @returns undefined for a network without autoencoder or readout
 */
export function gradientShare(
  { autoencoder, readout, layer }: Network,
  parameters: NamedTensors,
  batch: DeviceBatch,
  { alpha, beta }: Pick<Hyperparameters, 'alpha' | 'beta'>,
): number | undefined {
  if (autoencoder === undefined || readout === undefined || layer === null) return undefined;
  return tf.tidy(() => {
    const count = Math.min(mostImages, batch.images.shape[0]);
    const images = tf.slice(batch.images, 0, count);
    const responses = tf.slice(batch.responses, 0, count);
    const pass = createForwardPass(parameters, false);
    const hidden = encode(pass, images, layer)[layer - 1];
    const ofResponses = (shared: tf.Tensor): tf.Scalar =>
      responseLoss(readout.predict(pass, shared as tf.Tensor4D), responses);
    const ofImages = (shared: tf.Tensor): tf.Scalar => {
      const above = encode(pass, shared as tf.Tensor4D, architecture.encoder.length, layer);
      const made = autoencoder.reconstruct(pass, above.at(-1) ?? (shared as tf.Tensor4D));
      const error = reconstructionLoss(made.images, images);
      return made.latentLoss === undefined ? error : tf.add(error, made.latentLoss);
    };
    const pull = (weight: number, loss: (shared: tf.Tensor) => tf.Scalar): number =>
      weight === 0 ? 0 : weight * tf.norm(tf.grad(loss)(hidden)).dataSync()[0];
    const [byResponses, byImages] = [pull(beta, ofResponses), pull(alpha, ofImages)];
    return byResponses === 0 ? 0 : byResponses / (byResponses + byImages);
  });
}
