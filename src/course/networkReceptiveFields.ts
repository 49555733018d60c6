import { tf } from '../backend/tensorflow';
import { uploadTensors } from '../backend/uploadTensors';
import type { NdArray } from '../data/ndArray';
import { createForwardPass } from '../models/forwardPass';
import type { ModelName } from '../models/modelName';
import { createNetwork } from '../models/network';
import type { Weights } from '../runs/weightsCodec';

/**
 * What a network has made of each neuron's receptive field: the gradient of its predicted response with respect to the image,
 * averaged over images.
 * @param images [K, side, side, 1]
 * @param neurons indices of the neurons whose gradients are wanted
 * @returns [neurons.length, side, side]
 */
export function networkReceptiveFields(name: ModelName, weights: Weights, images: NdArray, neurons: readonly number[]): NdArray {
  const network = createNetwork(name);
  const [count, side] = images.shape as [number, number];
  const values = tf.tidy(() => {
    const parameters = uploadTensors(weights);
    const input = tf.tensor4d(images.values, [count, side, side, 1]);
    const fields = neurons.map((neuron) =>
      tf.tidy(() => {
        const response = (batch: tf.Tensor): tf.Tensor =>
          tf.sum(
            network.evaluate(createForwardPass(parameters, false), batch as tf.Tensor4D).responses!.slice([0, neuron], [-1, 1]),
          );
        return tf.mean(tf.grad(response)(input), 0);
      }),
    );
    return Float32Array.from(tf.stack(fields).dataSync());
  });
  return { shape: [neurons.length, side, side], values };
}
