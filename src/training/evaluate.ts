import type { NamedTensors } from '../backend/variables';
import { tf } from '../backend/tensorflow';
import {
  computeArray,
  downloadTensor,
  uploadTensor,
  uploadTensors,
} from '../backend/tensorTransfer';
import type { NdArray } from '../data/ndArray';
import { UserError } from '../errors';
import { pearsonPerNeuron } from '../metrics/responseScores';
import { architecture } from '../models/architecture';
import type { LatentSummary } from '../models/autoencoder';
import { encode } from '../models/convolutions';
import type { FittedModel } from '../models/fittedModel';
import { createForwardPass } from '../models/forwardPass';
import type { Network } from '../models/network';
import type { DeviceBatch } from './deviceRegion';
import { reconstructionLoss, responseLoss } from './losses';
import type { Task, TrainedModel, TrainingHistory, ValidationScores } from './training';

/**
 * Images, some at a time: bounds the memory of h_1, 32 kB an image, whatever the data set's size.
 */
export function partsOf(images: tf.Tensor4D, atOnce: number): tf.Tensor4D[] {
  const starts = Array.from(
    { length: Math.ceil(images.shape[0] / atOnce) },
    (_, part) => part * atOnce,
  );
  return starts.map((start) =>
    tf.slice4d(images, [start, 0, 0, 0], [Math.min(atOnce, images.shape[0] - start), -1, -1, -1]),
  );
}

/**
 * Answers of layer h_layer of a trained encoder, with moving statistics.
 * @param images [N, 32, 32, 1]
 * @returns [N, size, size, channels]
 */
export function layerAnswers(
  parameters: NamedTensors,
  images: tf.Tensor4D,
  layer: number,
): tf.Tensor4D {
  const answersTo = (part: tf.Tensor4D): tf.Tensor4D =>
    tf.tidy(() => encode(createForwardPass(parameters, false), part, layer)[layer - 1]);
  return tf.tidy(() => tf.concat(partsOf(images, 300).map(answersTo), 0));
}

/**
 * One output of a network with moving statistics, for any number of images.
 * @param images [N, ...] what the network takes
 * @param output which it has to have
 */
export function evaluate(
  network: Network,
  weights: Readonly<Record<string, NdArray>>,
  images: NdArray,
  output: 'reconstruction' | 'responses',
): NdArray {
  return computeArray(() => {
    const parameters = uploadTensors(weights);
    const parts = partsOf(uploadTensor(images) as tf.Tensor4D, 500).map((part) =>
      tf.tidy(() => network.apply(parameters, part, output)[output] as tf.Tensor),
    );
    return tf.concat(parts, 0);
  });
}

/** A network with its weights. */
export interface FittedNetwork extends FittedModel {
  readonly network: Network;
  readonly weights: Readonly<Record<string, NdArray>>;
}

/**
 * A network with its weights as a fitted model: it predicts where it has a readout, reconstructs
 * where it has an autoencoder.
 * @param weights of a training or a record, one array for every parameter of the network
 * @throws UserError where a weight is missing, and for images of another size
 * @example
 * const model = fittedNetwork(createNetwork(run.model), run.weights());
 * score(model, region).mse; // => the same numbers as run.mse
 */
export function fittedNetwork(
  network: Network,
  weights: Readonly<Record<string, NdArray>>,
): FittedNetwork {
  // A readout of the image itself has no encoder and takes images of the size it was made for.
  const hasEncoder = network.autoencoder !== undefined || network.layer !== null;
  const apply =
    (output: 'reconstruction' | 'responses') =>
    (images: NdArray): NdArray =>
      evaluate(network, weights, hasEncoder ? requireImages(images) : images, output);
  return {
    ...(network.readout && { predict: apply('responses') }),
    ...(network.autoencoder && { reconstruct: apply('reconstruction') }),
    weights,
    network,
  };
}

/** @throws UserError unless there are images of the size that networks take */
export function requireImages(images: NdArray): NdArray {
  const { imageSize } = architecture;
  const [count, ...shape] = images.shape;
  if (!(count > 0) || shape.join() !== `${imageSize},${imageSize},1`) {
    throw new UserError(
      `Networks take images [N, ${imageSize}, ${imageSize}, 1], not [${images.shape.join(', ')}].`,
    );
  }
  return images;
}

/**
 * What the codes of images look like.
 * @param images [N, 32, 32, 1], few enough for one evaluation
 * @returns null without an autoencoder
 */
export function latentStatistics(
  { autoencoder }: Network,
  parameters: NamedTensors,
  images: tf.Tensor4D,
): LatentSummary | null {
  if (autoencoder === undefined) return null;
  const codes = tf.tidy(() => {
    const pass = createForwardPass(parameters, false);
    return autoencoder.code(pass, encode(pass, images, architecture.encoder.length).at(-1)!);
  });
  const summary = autoencoder.summarise(downloadTensor(codes));
  codes.dispose();
  return summary;
}

/**
 * A network with its best weights, and what they give on the validation images.
 * @param trainable names of the weights that were trained
 */
export function trainedModel(
  network: Network,
  parameters: NamedTensors,
  weights: Readonly<Record<string, NdArray>>,
  trainable: readonly string[],
  validation: DeviceBatch,
): Omit<TrainedModel, keyof TrainingHistory> {
  const factors = network.readout?.factors?.(weights);
  return {
    ...fittedNetwork(network, weights),
    parameters: trainable.reduce((sum, name) => sum + weights[name].values.length, 0),
    mask: factors?.mask,
    featureWeights: factors?.featureWeights,
    latent: latentStatistics(network, parameters, validation.images),
    validationScores: scoreValidation(network, parameters, validation),
  };
}

/**
 * The early-stopping criterion, without regularisers, the same for every model of a task
 * (assumption): mean squared error per pixel (IR) or Poisson loss summed over neurons (NRS) on the
 * validation images.
 */
export function validationCriterion(
  network: Network,
  parameters: NamedTensors,
  { images, responses }: DeviceBatch,
  task: Task,
): number {
  return tf.tidy(() => {
    const output = network.evaluate(
      createForwardPass(parameters, false),
      images,
      task === 'IR' ? 'reconstruction' : 'responses',
    );
    const criterion =
      task === 'IR'
        ? pixelError(output.reconstruction!, images)
        : responseLoss(output.responses!, responses);
    return criterion.dataSync()[0];
  });
}

/**
 * All scores of the best weights on the validation images, the criterion of the other task
 * included.
 */
export function scoreValidation(
  network: Network,
  parameters: NamedTensors,
  { images, responses }: DeviceBatch,
): ValidationScores {
  let scores: ValidationScores = { mse: null, poissonLoss: null, pcc: null };
  tf.tidy(() => {
    const { reconstruction, responses: predicted } = network.evaluate(
      createForwardPass(parameters, false),
      images,
    );
    scores = {
      mse: reconstruction === undefined ? null : pixelError(reconstruction, images).dataSync()[0],
      poissonLoss:
        predicted === undefined ? null : responseLoss(predicted, responses).dataSync()[0],
      pcc:
        predicted === undefined
          ? null
          : pearsonPerNeuron(downloadTensor(predicted), downloadTensor(responses)).pcc,
    };
  });
  return scores;
}

function pixelError(reconstruction: tf.Tensor4D, images: tf.Tensor4D): tf.Scalar {
  return tf.div(reconstructionLoss(reconstruction, images), images.size / images.shape[0]);
}
