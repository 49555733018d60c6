import { tf } from '../backend/tensorflow';
import { uploadTensor } from '../backend/tensorTransfer';
import { takeColumns, takeRows } from '../data/ndArray';
import { createRandom } from '../data/random';
import type { RegionData } from '../data/region';
import { splitTraining } from '../data/split';
import type { NeuronStatistics } from '../models/readout';
import { neuronStatistics } from './neuronStatistics';
import type { TrainingSettings } from './training';

/** A part of a region on the device. */
export interface DeviceBatch {
  /** [N, 32, 32, 1] */
  readonly images: tf.Tensor4D;
  /** [N, M] */
  readonly responses: tf.Tensor2D;
}

/**
 * A region on the device; what trains on it sees `images`, be they images or a layer's answers to
 * them.
 */
export interface DeviceRegion {
  readonly training: DeviceBatch;
  readonly validation: DeviceBatch;
  readonly testImages: tf.Tensor4D;
  readonly neurons: NeuronStatistics;
}

/** The caller disposes of it. */
export function uploadRegion(
  { neurons = 'all', seed, trainingShare = 1 }: TrainingSettings,
  region: RegionData,
): DeviceRegion {
  const responses =
    neurons === 'all' ? region.trainingResponses : takeColumns(region.trainingResponses, neurons);
  const split = splitTraining(region.trainingImages, seed);
  const count = Math.max(1, Math.round(split.training.length * trainingShare));
  const order =
    count === split.training.length
      ? undefined
      : createRandom(seed, 'share').permutation(split.training.length).slice(0, count);
  const training = order?.map((index) => split.training[index]) ?? split.training;
  const upload = (chosen: readonly number[]): DeviceBatch => ({
    images: uploadTensor(takeRows(region.trainingImages, chosen)) as tf.Tensor4D,
    responses: uploadTensor(takeRows(responses, chosen)) as tf.Tensor2D,
  });
  return {
    training: upload(training),
    validation: upload(split.validation),
    testImages: uploadTensor(region.testImages) as tf.Tensor4D,
    neurons: neuronStatistics(
      takeRows(region.trainingImages, training),
      takeRows(responses, training),
    ),
  };
}

export function disposeRegion({ training, validation, testImages }: DeviceRegion): void {
  tf.dispose([
    training.images,
    training.responses,
    validation.images,
    validation.responses,
    testImages,
  ]);
}
