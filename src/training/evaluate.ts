import type { NamedTensors } from '../backend/parameterStore';
import { tf } from '../backend/tensorflow';
import { downloadTensor, uploadTensor, uploadTensors } from '../backend/tensorTransfer';
import type { NdArray } from '../data/ndArray';
import { architecture } from '../models/architecture';
import type { LatentSummary } from '../models/autoencoder';
import { encode } from '../models/convolutions';
import { createForwardPass } from '../models/forwardPass';
import type { Network } from '../models/network';
import type { TrainingResult } from './training';

/** Of N images. */
export type Evaluation = Pick<TrainingResult, 'reconstructions' | 'predictions'>;

/** Images, some at a time: bounds the memory of h_1, 32 kB an image, whatever the data set's size. */
export function partsOf(images: tf.Tensor4D, atOnce: number): tf.Tensor4D[] {
  const starts = Array.from({ length: Math.ceil(images.shape[0] / atOnce) }, (_, part) => part * atOnce);
  return starts.map((start) => tf.slice4d(images, [start, 0, 0, 0], [Math.min(atOnce, images.shape[0] - start), -1, -1, -1]));
}

/**
 * Runs a network with moving statistics over images.
 * @param images [N, 32, 32, 1]
 */
export function evaluate(network: Network, parameters: NamedTensors, images: tf.Tensor4D): Evaluation {
  const outputs = tf.tidy(() => {
    const parts = partsOf(images, 500).map((part) => tf.tidy(() => {
      const { reconstruction, responses } = network.evaluate(createForwardPass(parameters, false), part);
      return [reconstruction, responses];
    }));
    return [0, 1].map((output) => (parts[0]?.[output] === undefined ? undefined : tf.concat(parts.map((part) => part[output]!), 0)));
  });
  const [reconstructions, predictions] = outputs.map((output) => (output === undefined ? null : downloadTensor(output)));
  tf.dispose(outputs);
  return { reconstructions, predictions };
}

/**
 * Runs trained weights over images: what `train` does with the test images, for any images.
 * @param weights as `TrainingResult.weights`
 * @param images [N, 32, 32, 1] in [-1, 1]
 */
export function applyNetwork(network: Network, weights: Readonly<Record<string, NdArray>>, images: NdArray): Evaluation {
  const parameters = uploadTensors(weights);
  const input = uploadTensor(images) as tf.Tensor4D;
  try {
    return evaluate(network, parameters, input);
  } finally {
    tf.dispose([parameters, input]);
  }
}

/**
 * What the codes of images look like.
 * @param images [N, 32, 32, 1], few enough for one evaluation
 * @returns null without an autoencoder
 */
export function latentStatistics({ autoencoder }: Network, parameters: NamedTensors, images: tf.Tensor4D): LatentSummary | null {
  if (autoencoder === undefined) return null;
  const codes = tf.tidy(() => {
    const pass = createForwardPass(parameters, false);
    return autoencoder.code(pass, encode(pass, images, architecture.encoder.length).at(-1)!);
  });
  const summary = autoencoder.summarise(downloadTensor(codes));
  codes.dispose();
  return summary;
}
