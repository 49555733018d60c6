import { createParameterStore } from '../backend/createParameterStore';
import type { ParameterStore } from '../backend/parameterStore';
import { tf } from '../backend/tensorflow';
import { uploadTensor } from '../backend/tensorTransfer';
import { takeColumns, takeRows, type NdArray } from '../data/ndArray';
import { createRandom } from '../data/random';
import type { RegionData } from '../data/region';
import { splitTraining } from '../data/split';
import { UserError } from '../errors';
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
import type { FailedTraining, Task, TrainingOptions, TrainingRequest, TrainingResult, TrainingSettings, TrainingStage } from './training';

/**
 * Trains one model of the paper on one region: `trainNetwork` with the network that the request names.
 * @throws UserError for a request that makes no sense (an autoencoder without readout in the NRS task)
 */
export async function train(
  request: TrainingRequest,
  region: RegionData,
  options: TrainingOptions = {},
): Promise<TrainingResult | FailedTraining> {
  return trainNetwork(createNetwork(request, request.hyperparameters), request, region, options);
}

/**
 * Trains a network on one region by the paper's protocol: Adam until the validation criterion has not improved for `patience` steps,
 * best weights restored, learning rate halved, trained a second time (Sec. 4.1).
 * The test images are only looked at once, with the best weights, after training.
 * @param network from `createNetwork`, of the paper's parts or of one's own
 * @throws UserError for a task that the network has no part for
 * @example
 * const network = createNetwork({ readout: myReadout, layer: 2 });
 * const trained = await trainNetwork(network, { task: 'NRS', seed: 1, hyperparameters }, await reproduction.region(3));
 */
export async function trainNetwork(
  network: Network,
  settings: TrainingSettings,
  region: RegionData,
  options: TrainingOptions = {},
): Promise<TrainingResult | FailedTraining> {
  requireTask(network, settings.task);
  const data = uploadRegion(settings, region);
  try {
    return await fitNetwork(settings, network, data, options);
  } finally {
    disposeRegion(data);
  }
}

function requireTask({ autoencoder, readout }: Network, task: Task): void {
  if (task === 'IR' && autoencoder === undefined) {
    throw new UserError('A model without an autoencoder reconstructs no images: train it in the task NRS, or choose another model.');
  }
  if (task === 'NRS' && readout === undefined) {
    throw new UserError('A model without a readout predicts no responses: train it in the task IR, or choose another model.');
  }
}

/** A region on the device; what trains on it sees `images`, be they images or a layer's answers to them. */
export interface DeviceRegion {
  readonly training: DeviceBatch;
  readonly validation: DeviceBatch;
  readonly testImages: tf.Tensor4D;
  readonly neurons: NeuronStatistics;
}

/** The caller disposes of it. */
export function uploadRegion(settings: TrainingSettings, region: RegionData): DeviceRegion {
  const { neurons = 'all', seed } = settings;
  const responses = neurons === 'all' ? region.trainingResponses : takeColumns(region.trainingResponses, neurons);
  const split = splitTraining(region.trainingImages.shape[0], seed);
  const { validation } = split;
  const training = takeShare(split.training, settings);
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

function takeShare(training: readonly number[], { trainingShare = 1, seed }: TrainingSettings): readonly number[] {
  const count = Math.max(1, Math.round(training.length * trainingShare));
  return count === training.length ? training : createRandom(seed, 'share').permutation(training.length).slice(0, count).map((index) => training[index]);
}

export function disposeRegion({ training, validation, testImages }: DeviceRegion): void {
  tf.dispose([training.images, training.responses, validation.images, validation.responses, testImages]);
}

/** Trains a network from its initial values through both stages of the protocol. */
export async function fitNetwork(
  request: TrainingSettings,
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
  request: TrainingSettings,
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
