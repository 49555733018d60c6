import type { NamedTensors } from '../backend/parameterStore';
import { tf } from '../backend/tensorflow';
import { downloadTensor } from '../backend/tensorTransfer';
import { pearsonPerNeuron } from '../metrics/responseScores';
import { createForwardPass } from '../models/forwardPass';
import type { Network } from '../models/network';
import type { DeviceBatch } from './deviceRegion';
import { reconstructionLoss, responseLoss } from './losses';
import type { Task, ValidationScores } from './training';

/**
 * The early-stopping criterion, without regularisers, the same for every model of a task (assumption):
 * mean squared error per pixel (IR) or Poisson loss summed over neurons (NRS) on the validation images.
 */
export function validationCriterion(network: Network, parameters: NamedTensors, { images, responses }: DeviceBatch, task: Task): number {
  return tf.tidy(() => {
    const output = network.evaluate(createForwardPass(parameters, false), images, task === 'IR' ? 'reconstruction' : 'responses');
    const criterion = task === 'IR' ? pixelError(output.reconstruction!, images) : responseLoss(output.responses!, responses);
    return criterion.dataSync()[0];
  });
}

/** All scores of the best weights on the validation images, the criterion of the other task included. */
export function scoreValidation(network: Network, parameters: NamedTensors, { images, responses }: DeviceBatch): ValidationScores {
  let scores: ValidationScores = { mse: null, poissonLoss: null, pcc: null };
  tf.tidy(() => {
    const { reconstruction, responses: predicted } = network.evaluate(createForwardPass(parameters, false), images);
    scores = {
      mse: reconstruction === undefined ? null : pixelError(reconstruction, images).dataSync()[0],
      poissonLoss: predicted === undefined ? null : responseLoss(predicted, responses).dataSync()[0],
      pcc: predicted === undefined ? null : pearsonPerNeuron(downloadTensor(predicted), downloadTensor(responses)).pcc,
    };
  });
  return scores;
}

function pixelError(reconstruction: tf.Tensor4D, images: tf.Tensor4D): tf.Scalar {
  return tf.div(reconstructionLoss(reconstruction, images), images.size / images.shape[0]);
}
