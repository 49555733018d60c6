import type { ParameterStore } from '../backend/parameterStore';
import { tf } from '../backend/tensorflow';
import { createForwardPass } from '../models/forwardPass';
import type { Network } from '../models/network';
import type { Noise } from '../models/noise';
import type { Hyperparameters } from './hyperparameters';
import { trainingLoss } from './losses';

/**
 * One Adam step on a batch, moving statistics included.
 * @param images [batch, 32, 32, 1]
 * @param responses [batch, M]
 * @param noise for models that draw samples while they train
 * @returns the loss before the step, on the device; the caller disposes of it
 */
export function trainingStep(
  network: Network,
  store: ParameterStore,
  images: tf.Tensor4D,
  responses: tf.Tensor2D,
  hyperparameters: Hyperparameters,
  learningRate: number,
  noise?: Noise,
): tf.Scalar {
  let movedStatistics: Record<string, tf.Tensor> = {};
  const { value, grads } = tf.tidy(() => {
    const parameters = store.read();
    const gradientsOf = tf.valueAndGrads((...trained: tf.Tensor[]) => {
      const values = { ...parameters, ...Object.fromEntries(store.trainable.map((name, index) => [name, trained[index]])) };
      const pass = createForwardPass(values, true, noise);
      const output = network.evaluate(pass, images);
      movedStatistics = pass.movedStatistics;
      return trainingLoss(network, pass, output, images, responses, hyperparameters);
    });
    return gradientsOf(store.trainable.map((name) => parameters[name]));
  });
  store.applyAdam(Object.fromEntries(store.trainable.map((name, index) => [name, grads[index]])), learningRate);
  store.assign(movedStatistics);
  tf.dispose([grads, movedStatistics]);
  return value as tf.Scalar;
}
