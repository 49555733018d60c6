import type { NamedTensors } from '../backend/parameterStore';
import { tf } from '../backend/tensorflow';
import { uploadTensor, uploadTensors } from '../backend/tensorTransfer';
import { ndArray, sizeOf, type NdArray } from '../data/ndArray';
import { architecture } from '../models/architecture';
import type { LatentSummary } from '../models/autoencoder';
import { encode } from '../models/encoder';
import { createForwardPass } from '../models/forwardPass';
import type { Network } from '../models/network';

// Bounds the memory of h_1, 32 kB an image, whatever the data set's size.
const imagesAtOnce = 500;

export interface Evaluation {
  /** [N, 32, 32, 1]; null without an autoencoder. */
  readonly reconstructions: NdArray | null;
  /** [N, M]; null without a readout. */
  readonly predictions: NdArray | null;
}

/**
 * Runs a network with moving statistics over images.
 * @param images [N, 32, 32, 1]
 */
export function evaluate(network: Network, parameters: NamedTensors, images: tf.Tensor4D): Evaluation {
  const count = images.shape[0];
  const reconstructed: Float32Array[] = [];
  const predicted: Float32Array[] = [];
  for (let start = 0; start < count; start += imagesAtOnce) {
    tf.tidy(() => {
      const size = Math.min(imagesAtOnce, count - start);
      const batch = tf.slice4d(images, [start, 0, 0, 0], [size, -1, -1, -1]);
      const output = network.evaluate(createForwardPass(parameters, false), batch);
      if (output.reconstruction !== undefined) reconstructed.push(output.reconstruction.dataSync() as Float32Array);
      if (output.responses !== undefined) predicted.push(output.responses.dataSync() as Float32Array);
    });
  }
  return {
    reconstructions: reconstructed.length === 0 ? null : concatenate(reconstructed, [...images.shape]),
    predictions: predicted.length === 0 ? null : concatenate(predicted, [count, predicted[0].length / Math.min(imagesAtOnce, count)]),
  };
}

function concatenate(parts: readonly Float32Array[], shape: readonly number[]): NdArray {
  const values = new Float32Array(sizeOf(shape));
  let offset = 0;
  for (const part of parts) {
    values.set(part, offset);
    offset += part.length;
  }
  return ndArray(shape, values);
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
  const values = tf.tidy(() => {
    const pass = createForwardPass(parameters, false);
    return Float32Array.from(autoencoder.code(pass, encode(pass, images, architecture.encoder.length).at(-1)!).dataSync());
  });
  return autoencoder.summarise(ndArray([images.shape[0], values.length / images.shape[0]], values));
}
