import { tf } from '../backend/tensorflow';
import { uploadTensor, uploadTensors } from '../backend/uploadTensors';
import { ndArray, type NdArray } from '../data/ndArray';
import { encodeTop } from '../models/encoder';
import { createForwardPass, type ForwardPass } from '../models/forwardPass';
import { createNetwork, type Network } from '../models/network';
import type { ShortTraining } from './shortTraining';

/**
 * Computes something from h_4 of images with the best weights of a short training, without training noise.
 * @param images [N, 32, 32, 1]
 * @param compute gives tensors whose first dimension is N
 */
export function withTopLayer(
  short: ShortTraining,
  images: NdArray,
  compute: (network: Network, pass: ForwardPass, top: tf.Tensor4D) => readonly tf.Tensor[],
): NdArray[] {
  const { model } = short;
  const network = createNetwork(model, short.settings);
  const results = tf.tidy(() => {
    const pass = createForwardPass(uploadTensors(short.result().weights), false);
    return [...compute(network, pass, encodeTop(pass, uploadTensor(images) as tf.Tensor4D))];
  });
  const arrays = results.map((tensor) => ndArray(tensor.shape, Float32Array.from(tensor.dataSync())));
  tf.dispose(results);
  return arrays;
}
