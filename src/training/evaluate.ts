import type { NamedTensors } from '../backend/variables';
import { tf } from '../backend/tensorflow';
import { downloadTensor, uploadTensor, uploadTensors } from '../backend/tensorTransfer';
import type { NdArray } from '../data/ndArray';
import { pearsonPerNeuron } from '../metrics/responseScores';
import { architecture } from '../models/architecture';
import type { LatentSummary } from '../models/autoencoder';
import { encode } from '../models/convolutions';
import { createForwardPass } from '../models/forwardPass';
import type { Network } from '../models/network';
import type { DeviceBatch, DeviceRegion } from './deviceRegion';
import { reconstructionLoss, responseLoss } from './losses';
import type { Task, TrainingResult, ValidationScores } from './training';

/** Of N images. */
export type Evaluation = Pick<TrainingResult, 'reconstructions' | 'predictions'>;

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
 * Runs a network with moving statistics over images.
 * @param images [N, 32, 32, 1]
 */
export function evaluate(
  network: Network,
  parameters: NamedTensors,
  images: tf.Tensor4D,
): Evaluation {
  const outputs = tf.tidy(() => {
    const parts = partsOf(images, 500).map((part) =>
      tf.tidy(() => {
        const { reconstruction, responses } = network.evaluate(
          createForwardPass(parameters, false),
          part,
        );
        return [reconstruction, responses];
      }),
    );
    return [0, 1].map((output) =>
      parts[0]?.[output] === undefined
        ? undefined
        : tf.concat(
            parts.map((part) => part[output]!),
            0,
          ),
    );
  });
  const [reconstructions, predictions] = outputs.map((output) =>
    output === undefined ? null : downloadTensor(output),
  );
  tf.dispose(outputs);
  return { reconstructions, predictions };
}

/**
 * Runs trained weights over images: what `train` does with the test images, for any images.
 * @param weights as `TrainingResult.weights`
 * @param images [N, 32, 32, 1] in [-1, 1]
 */
export function applyNetwork(
  network: Network,
  weights: Readonly<Record<string, NdArray>>,
  images: NdArray,
): Evaluation {
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

/** What weights give on the test images and on the validation images. */
export function achievedBy(
  network: Network,
  parameters: NamedTensors,
  weights: Readonly<Record<string, NdArray>>,
  { testImages, validation }: DeviceRegion,
): Pick<
  TrainingResult,
  'reconstructions' | 'predictions' | 'latent' | 'validationScores' | 'readout' | 'weights'
> {
  return {
    ...evaluate(network, parameters, testImages),
    latent: latentStatistics(network, parameters, validation.images),
    validationScores: scoreValidation(network, parameters, validation),
    readout: network.readout?.factors(weights) ?? null,
    weights,
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
