import type { NamedTensors } from '../backend/parameterStore';
import { tf } from '../backend/tensorflow';
import type { NdArray } from '../data/ndArray';
import type { RegionData } from '../data/region';
import { UserError } from '../errors';
import { createNetwork, type Network } from '../models/network';
import { disposeRegion, uploadRegion, type DeviceRegion } from './deviceRegion';
import { evaluate, latentStatistics } from './evaluate';
import { runStage, startRun } from './stage';
import type { FailedTraining, TrainingOptions, TrainingRequest, TrainingResult, TrainingSettings } from './training';
import { scoreValidation } from './validation';

/**
 * Trains one model of the paper on one region: `trainNetwork` with the network that the request names.
 * @throws UserError for a request that makes no sense (an autoencoder without readout in the NRS task)
 */
export async function train(request: TrainingRequest, region: RegionData, options: TrainingOptions = {}): Promise<TrainingResult | FailedTraining> {
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
  if (settings.task === 'IR' && network.autoencoder === undefined) {
    throw new UserError('A model without an autoencoder reconstructs no images: train it in the task NRS, or choose another model.');
  }
  if (settings.task === 'NRS' && network.readout === undefined) {
    throw new UserError('A model without a readout predicts no responses: train it in the task IR, or choose another model.');
  }
  const data = uploadRegion(settings, region);
  try {
    return await fitNetwork(settings, network, data, options);
  } finally {
    disposeRegion(data);
  }
}

/** Trains a network from its initial values through both stages of the protocol. */
export async function fitNetwork(
  settings: TrainingSettings,
  network: Network,
  data: DeviceRegion,
  options: TrainingOptions,
): Promise<TrainingResult | FailedTraining> {
  const { hyperparameters } = settings;
  const run = startRun(settings, network, data, options);
  const { store, augmented, stages, curves } = run;
  try {
    // "Reduce the learning rate by two" (paper, Sec. 4.1), read as halving.
    for (const rate of options.learningRates ?? [hyperparameters.learningRate, hyperparameters.learningRate / 2].slice(0, hyperparameters.stages)) {
      const stage = await runStage(run, rate);
      if ('status' in stage) return stage;
      stages.push(stage);
      store.restoreBest();
      if (stage.endedBy !== 'patience') break;
    }
    const parameters = store.read();
    const achieved = achievedBy(network, parameters, store.download(), data);
    tf.dispose(parameters);
    if (![achieved.reconstructions, achieved.predictions].every((array) => array === null || array.values.every(Number.isFinite))) {
      return { status: 'failed', reason: 'The best weights give values that are not finite on the test images.' };
    }
    const steps = stages.reduce((sum, stage) => sum + stage.steps, 0);
    return { status: 'finished', steps, validation: Math.min(...stages.map((stage) => stage.bestValidation)), stages, curves, ...achieved };
  } finally {
    augmented?.dispose();
    store.dispose();
  }
}

/** What weights give on the test images and on the validation images. */
export function achievedBy(
  network: Network,
  parameters: NamedTensors,
  weights: Readonly<Record<string, NdArray>>,
  { testImages, validation }: DeviceRegion,
): Pick<TrainingResult, 'reconstructions' | 'predictions' | 'latent' | 'validationScores' | 'readout' | 'weights'> {
  return {
    ...evaluate(network, parameters, testImages),
    latent: latentStatistics(network, parameters, validation.images),
    validationScores: scoreValidation(network, parameters, validation),
    readout: network.readout?.factors(weights) ?? null,
    weights,
  };
}
