import { createParameterStore } from '../backend/createParameterStore';
import type { ParameterStore } from '../backend/parameterStore';
import { tf } from '../backend/tensorflow';
import { uploadTensor } from '../backend/tensorTransfer';
import { takeColumns, takeRows, type NdArray } from '../data/ndArray';
import { createRandom } from '../data/random';
import type { RegionData } from '../data/region';
import { splitTraining } from '../data/split';
import { UserError } from '../errors';
import { formatModelName } from '../models/modelName';
import { createNetwork, type Network } from '../models/network';
import type { NeuronStatistics } from '../models/neuronStatistics';
import { createNoise } from '../models/noise';
import { orientedImages } from './augmentation';
import { batchIndices } from './batches';
import { evaluate } from './evaluate';
import { latentStatistics } from './latentStatistics';
import { neuronStatistics } from './neuronStatistics';
import { runStage, type DeviceBatch } from './stage';
import { scoreValidation } from './validation';
import type { FailedTraining, TrainingOptions, TrainingRequest, TrainingResult, TrainingStage } from './training';

/**
 * Trains one model on one region by the paper's protocol: Adam until the validation criterion has not improved for `patience` steps,
 * best weights restored, learning rate halved, trained a second time (Sec. 4.1).
 * The test images are only looked at once, with the best weights, after training.
 * @throws UserError for a request that makes no sense (an autoencoder without readout in the NRS task)
 */
export async function train(
  request: TrainingRequest,
  region: RegionData,
  options: TrainingOptions = {},
): Promise<TrainingResult | FailedTraining> {
  requireTask(request);
  const network = createNetwork(request, request.hyperparameters);
  const data = uploadRegion(request, region);
  try {
    return await fitNetwork(request, network, data, options);
  } finally {
    disposeRegion(data);
  }
}

/** A region on the device; what trains on it sees `images`, be they images or a layer's answers to them. */
export interface DeviceRegion {
  readonly training: DeviceBatch;
  readonly validation: DeviceBatch;
  readonly testImages: tf.Tensor4D;
  readonly neurons: NeuronStatistics;
}

function requireTask(request: TrainingRequest): void {
  const missing = request.task === 'IR' ? request.autoencoder === null : request.readout === null;
  if (missing) {
    throw new UserError(
      request.task === 'IR'
        ? `${formatModelName(request)} reconstructs no images: train it with --task NRS, or choose a model with an autoencoder.`
        : `${formatModelName(request)} predicts no responses: train it with --task IR, or choose a model with a readout.`,
    );
  }
}

/** The caller disposes of it. */
export function uploadRegion(request: TrainingRequest, region: RegionData): DeviceRegion {
  const responses =
    request.neurons === 'all' ? region.trainingResponses : takeColumns(region.trainingResponses, request.neurons);
  const split = splitTraining(region.trainingImages.shape[0], request.seed);
  const { validation } = split;
  const training = takeShare(split.training, request);
  const [shown, answers] = [takeRows(region.trainingImages, training), takeRows(responses, training)];
  const batch = (images: NdArray, answered: NdArray): DeviceBatch => ({
    images: uploadTensor(images) as tf.Tensor4D,
    responses: uploadTensor(answered) as tf.Tensor2D,
  });
  return {
    training: batch(shown, answers),
    validation: batch(takeRows(region.trainingImages, validation), takeRows(responses, validation)),
    testImages: uploadTensor(region.testImages) as tf.Tensor4D,
    neurons: neuronStatistics(shown, answers),
  };
}

function takeShare(training: readonly number[], { trainingShare = 1, seed }: TrainingRequest): readonly number[] {
  const count = Math.max(1, Math.round(training.length * trainingShare));
  return count === training.length ? training : createRandom(seed, 'share').permutation(training.length).slice(0, count).map((index) => training[index]);
}

export function disposeRegion({ training, validation, testImages }: DeviceRegion): void {
  tf.dispose([training.images, training.responses, validation.images, validation.responses, testImages]);
}

/** Trains a network from its initial values through both stages of the protocol. */
export async function fitNetwork(
  request: TrainingRequest,
  network: Network,
  data: DeviceRegion,
  options: TrainingOptions,
): Promise<TrainingResult | FailedTraining> {
  const { initial, trainable } = network.initialise(data.neurons, request.seed);
  const store = createParameterStore(initial, trainable);
  try {
    return await runStages(request, network, store, data, options);
  } finally {
    store.dispose();
  }
}

async function runStages(
  request: TrainingRequest,
  network: Network,
  store: ParameterStore,
  data: DeviceRegion,
  options: TrainingOptions,
): Promise<TrainingResult | FailedTraining> {
  const { learningRate } = request.hyperparameters;
  const { training, validation } = data;
  const startedAt = performance.now();
  const augmented = request.hyperparameters.augmentation === 'none' ? undefined : orientedImages(training.images);
  const orientations = createRandom(request.seed, 'orientations');
  const batches = batchIndices(training.images.shape[0], request.hyperparameters.batchSize, createRandom(request.seed, 'batches'));
  const noise = createNoise(request.seed);
  const curves = { step: [] as number[], validation: [] as number[], trainingLoss: [] as number[] };
  const stages: TrainingStage[] = [];
  // "Reduce the learning rate by two" (paper, Sec. 4.1), read as halving.
  try {
    for (const rate of [learningRate, learningRate / 2].slice(0, request.hyperparameters.stages)) {
      const stage = await runStage({ request, network, store, training, augmented, orientations, validation, batches, noise, curves, options, learningRate: rate, earlierStages: stages, startedAt });
      if ('status' in stage) {
        return stage;
      }
      stages.push(stage);
      store.restoreBest();
      if (stage.endedBy !== 'patience') {
        break;
      }
    }
  } finally {
    augmented?.dispose();
  }
  return collectResult(network, store, data, curves, stages);
}

function collectResult(
  network: Network,
  store: ParameterStore,
  data: DeviceRegion,
  curves: TrainingResult['curves'],
  stages: readonly TrainingStage[],
): TrainingResult | FailedTraining {
  const parameters = store.read();
  const { reconstructions, predictions } = evaluate(network, parameters, data.testImages);
  const latent = latentStatistics(network, parameters, data.validation.images);
  const validationScores = scoreValidation(network, parameters, data.validation);
  tf.dispose(parameters);
  const finite = [reconstructions, predictions].every((array) => array === null || array.values.every(Number.isFinite));
  if (!finite) {
    return { status: 'failed', reason: 'The best weights give values that are not finite on the test images.' };
  }
  const weights = store.download();
  return {
    status: 'finished',
    steps: stages.reduce((sum, stage) => sum + stage.steps, 0),
    validation: Math.min(...stages.map((stage) => stage.bestValidation)),
    validationScores,
    stages,
    curves,
    reconstructions,
    predictions,
    readout: network.readout?.factors(weights) ?? null,
    latent,
    weights,
  };
}
