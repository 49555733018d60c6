import type { NamedTensors } from '../backend/parameterStore';
import { tf } from '../backend/tensorflow';
import { createForwardPass } from '../models/forwardPass';
import type { Network } from '../models/network';
import { reconstructionLoss, responseLoss } from './losses';
import type { Task } from './training';

/**
 * The early-stopping criterion, without regularisers, the same for every model of a task (assumption):
 * mean squared error per pixel (IR) or Poisson loss summed over neurons (NRS) on the validation images.
 * @param images [N, 32, 32, 1]
 * @param responses [N, M]
 */
export function validationCriterion(
  network: Network,
  parameters: NamedTensors,
  images: tf.Tensor4D,
  responses: tf.Tensor2D,
  task: Task,
): number {
  return tf.tidy(() => {
    const output = network.evaluate(createForwardPass(parameters, false), images);
    const pixels = images.size / images.shape[0];
    const criterion =
      task === 'IR' ? tf.div(reconstructionLoss(output.reconstruction!, images), pixels) : responseLoss(output.responses!, responses);
    return criterion.dataSync()[0];
  });
}
