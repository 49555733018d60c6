import type { ParameterStore } from '../backend/parameterStore';
import type { NamedTensors } from '../backend/variables';
import { tf } from '../backend/tensorflow';
import { createForwardPass, type Noise } from '../models/forwardPass';
import type { Network, NetworkOutput } from '../models/network';
import type { DeviceBatch } from './deviceRegion';
import { trainingLoss } from './losses';
import type { Hyperparameters } from './training';

/** What one step is made from; `images` are to be reconstructed. */
export interface TrainingBatch extends DeviceBatch {
  /** What the neurons saw, [batch, 32, 32, 1]; undefined: `images`. */
  readonly originals?: tf.Tensor4D | undefined;
  /** What is to come out of `images`; undefined: they themselves. */
  readonly targets?: tf.Tensor4D | undefined;
}

/**
 * One Adam step on a batch, moving statistics included.
 * @param noise for models that draw samples while they train
 * @returns the loss before the step, on the device; the caller disposes of it
 */
export function trainingStep(
  network: Network,
  store: ParameterStore,
  { images, originals = images, targets = images, responses }: TrainingBatch,
  hyperparameters: Hyperparameters,
  learningRate: number,
  noise?: Noise,
): tf.Scalar {
  let movedStatistics: Record<string, tf.Tensor> = {};
  const { value, grads } = tf.tidy(() => {
    const parameters = store.read();
    const gradientsOf = tf.valueAndGrads((...trained: tf.Tensor[]) => {
      const values = {
        ...parameters,
        ...Object.fromEntries(store.trainable.map((name, index) => [name, trained[index]])),
      };
      const pass = createForwardPass(values, true, noise);
      const output = originals === images ? network.evaluate(pass, images) : evaluateApart();
      movedStatistics = pass.movedStatistics;
      return trainingLoss(network, pass, output, targets, responses, hyperparameters);

      // Flipped images for the autoencoder, the originals for the readout: two passes, so that the
      // autoencoder's is the one that it has without responses.
      function evaluateApart(): NetworkOutput {
        if (network.readout === undefined) return network.evaluate(pass, images);
        const seen = createForwardPass(values, true, noise);
        const predicted = network.evaluate(seen, originals, 'responses');
        if (network.autoencoder === undefined) {
          Object.assign(pass.movedStatistics, seen.movedStatistics);
          return predicted;
        }
        tf.dispose(seen.movedStatistics);
        return {
          ...network.evaluate(pass, images, 'reconstruction'),
          responses: predicted.responses,
        };
      }
    });
    return gradientsOf(store.trainable.map((name) => parameters[name]));
  });
  store.applyAdam(
    Object.fromEntries(store.trainable.map((name, index) => [name, grads[index]])),
    learningRate,
  );
  store.assign(movedStatistics);
  if (hyperparameters.weightDecay > 0) {
    tf.tidy(() => store.assign(decayed(store, 1 - learningRate * hyperparameters.weightDecay)));
  }
  tf.dispose([grads, movedStatistics]);
  return value as tf.Scalar;
}

/**
 * Kernels and dense weights of encoder and autoencoder; neither biases nor the readout, which has a
 * penalty of its own.
 */
function decayed(store: ParameterStore, factor: number): NamedTensors {
  const weights = Object.entries(store.read()).filter(
    ([name]) => /\/(kernel|weights)$/.test(name) && !name.startsWith('readout'),
  );
  return Object.fromEntries(weights.map(([name, weight]) => [name, tf.mul(weight, factor)]));
}
