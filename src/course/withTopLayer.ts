import { tf } from '../backend/tensorflow';
import { ndArray, type NdArray } from '../data/ndArray';
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
    const parameters = Object.fromEntries(
      Object.entries(short.result().weights).map(([name, { shape, values }]) => [name, tf.tensor(values, [...shape])]),
    );
    const pass = createForwardPass(parameters, false);
    const { hidden } = network.evaluate(pass, tf.tensor4d(images.values, images.shape as [number, number, number, number]));
    return [...compute(network, pass, hidden[hidden.length - 1])];
  });
  const arrays = results.map((tensor) => ndArray(tensor.shape, Float32Array.from(tensor.dataSync())));
  tf.dispose(results);
  return arrays;
}
