import { setImmediate as nextTurn } from 'node:timers/promises';
import { mean } from 'simple-statistics';
import { gatherRows } from '../backend/nativeOps';
import { createParameterStore } from '../backend/parameterStore';
import { everyStep, type Execution, type RepeatedStep, repeatStep } from '../backend/recordedStep';
import { tf } from '../backend/tensorflow';
import { createRandom } from '../data/random';
import type { RegionData } from '../data/region';
import { UserError } from '../errors';
import { createNoise } from '../models/forwardPass';
import { createNetwork, type Network } from '../models/network';
import { batchIndices, drawOrientations, orientedImages } from './batches';
import { disposeRegion, uploadRegion, type DeviceRegion } from './deviceRegion';
import { achievedBy, validationCriterion } from './evaluate';
import { withPretrainedLayers } from './pretrainedLayers';
import type {
  FailedTraining,
  TrainingOptions,
  TrainingRequest,
  TrainingResult,
  TrainingSettings,
  TrainingStage,
} from './training';
import { gradientShare } from './gradientShare';
import { trainingStep } from './trainingStep';

/**
 * Trains one model of the paper on one region: `trainNetwork` with the network that the request
 * names.
 * @throws UserError for a request that makes no sense (an autoencoder without readout in the NRS
 * task)
 */
export async function train(
  request: TrainingRequest,
  region: RegionData,
  options: TrainingOptions = {},
): Promise<TrainingResult | FailedTraining> {
  const network = createNetwork(request, request.hyperparameters);
  return trainNetwork(
    request.pretrainedLayers
      ? withPretrainedLayers(network, request.pretrainedLayers, options.encoderWeights ?? {})
      : network,
    request,
    region,
    options,
  );
}

/**
 * Trains a network on one region by the paper's protocol: Adam until the validation criterion has
 * not improved for `patience` steps, best weights restored, learning rate halved, trained a second
 * time (Sec. 4.1). The test images are only looked at once, with the best weights, after training.
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
    throw new UserError(
      'A model without an autoencoder reconstructs no images: train it in the task NRS, or choose another model.',
    );
  }
  if (settings.task === 'NRS' && network.readout === undefined) {
    throw new UserError(
      'A model without a readout predicts no responses: train it in the task IR, or choose another model.',
    );
  }
  const data = uploadRegion(settings, region);
  try {
    return await fitNetwork(settings, network, data, options);
  } finally {
    disposeRegion(data);
  }
}

const fewestGraphSteps = 50;

/** Trains a network from its initial values through both stages of the protocol. */
export async function fitNetwork(
  settings: TrainingSettings,
  network: Network,
  data: DeviceRegion,
  options: TrainingOptions,
): Promise<TrainingResult | FailedTraining> {
  const { hyperparameters } = settings;
  const run = startRun(settings, network, data, options);
  const { store, stages, curves } = run;
  // A graph takes a fraction of a second to load.
  const wanted = hyperparameters.maxSteps < fewestGraphSteps ? 'eager' : 'graph';
  let execution: Execution = options.execution ?? wanted;
  try {
    // "Reduce the learning rate by two" (paper, Sec. 4.1), read as halving.
    for (const rate of options.learningRates ??
      [hyperparameters.learningRate, hyperparameters.learningRate / 2].slice(
        0,
        hyperparameters.stages,
      )) {
      const repeated = repeatStep(() => run.step(rate), execution);
      const stage = await runStage(run, rate, repeated).finally(repeated.dispose);
      if ('status' in stage) return stage;
      execution = repeated.execution;
      stages.push(stage);
      store.restoreBest();
      if (stage.endedBy !== 'patience') break;
    }
    const parameters = store.read();
    const achieved = achievedBy(network, parameters, store.download(), data);
    const responsesShare = gradientShare(network, parameters, data.validation, hyperparameters);
    tf.dispose(parameters);
    if (
      ![achieved.reconstructions, achieved.predictions].every(
        (array) => array === null || array.values.every(Number.isFinite),
      )
    ) {
      return {
        status: 'failed',
        reason: 'The best weights give values that are not finite on the test images.',
      };
    }
    const steps = stages.reduce((sum, stage) => sum + stage.steps, 0);
    return {
      status: 'finished',
      steps,
      execution,
      validation: Math.min(...stages.map((stage) => stage.bestValidation)),
      stages,
      curves,
      ...achieved,
      responsesShare,
    };
  } finally {
    tf.dispose([run.augmented, run.others]);
    store.dispose();
  }
}

/**
 * What both stages of a training share, and the histories that they append to; the caller disposes
 * of `store`, `augmented` and `others`.
 */
function startRun(
  settings: TrainingSettings,
  network: Network,
  data: DeviceRegion,
  options: TrainingOptions,
) {
  const { seed, hyperparameters, targets } = settings;
  const { initial, trainable } = network.initialise(data.neurons, seed);
  const { images, responses } = data.training;
  const store = createParameterStore(initial, trainable);
  /** The training images in all orientations, where each is reconstructed in a random one. */
  const augmented = hyperparameters.augmentation === 'none' ? undefined : orientedImages(images);
  const orientations = createRandom(seed, 'orientations');
  /** What is to come out of each image, where it is not the image itself. */
  const others =
    targets && tf.gather(images, createRandom(seed, 'targets').permutation(images.shape[0]), 0);
  const batches = batchIndices(
    images.shape[0],
    hyperparameters.batchSize,
    createRandom(seed, 'batches'),
  );
  const noise = createNoise(seed);
  return {
    settings,
    network,
    data,
    options,
    store,
    augmented,
    others,
    /**
     * Takes a step on the next batch. @returns its loss, on the device; the caller disposes of it
     */
    step: (learningRate: number): tf.Scalar =>
      tf.tidy(() => {
        const [indices, oriented] = everyStep(() => {
          const chosen = batches.next().value;
          const rows =
            augmented === undefined
              ? []
              : [drawOrientations(chosen, images.shape[0], orientations)];
          return [chosen, ...rows].map((row) => tf.tensor1d(row, 'int32'));
        });
        const originals = gatherRows(images, indices);
        const shown = augmented === undefined ? originals : gatherRows(augmented, oriented);
        return trainingStep(
          network,
          store,
          {
            images: shown,
            originals,
            responses: gatherRows(responses, indices),
            targets: others && gatherRows(others, indices),
          },
          hyperparameters,
          learningRate,
          noise,
        );
      }),
    curves: { step: [] as number[], validation: [] as number[], trainingLoss: [] as number[] },
    /** Those that have ended. */
    stages: [] as TrainingStage[],
    /** In milliseconds, as `performance.now()`. */
    startedAt: performance.now(),
  };
}

type TrainingRun = ReturnType<typeof startRun>;

/**
 * Trains until the criterion has not improved for `patience` steps, the step limit is reached or
 * the caller interrupts. The best weights of both stages are kept in the store; the caller restores
 * them.
 */
async function runStage(
  run: TrainingRun,
  learningRate: number,
  repeated: RepeatedStep,
): Promise<TrainingStage | FailedTraining> {
  const { settings, network, data, options, store, curves, stages } = run;
  const { maxSteps, patience, validationInterval } = settings.hyperparameters;
  const firstStep = stages.reduce((sum, stage) => sum + stage.steps, 0);
  let step = firstStep;
  let { bestStep, bestValidation } = stages.at(-1) ?? {
    bestStep: firstStep,
    bestValidation: Infinity,
  };
  let losses: tf.Scalar[] = [];
  let endedBy: TrainingStage['endedBy'] | undefined;

  while (endedBy === undefined) {
    losses.push(repeated.run());
    step++;
    if (options.signal?.aborted === true) endedBy = 'interrupt';
    else if (step >= maxSteps) endedBy = 'maxSteps';
    if (step % validationInterval === 0 || endedBy !== undefined) {
      const trainingLoss = mean(Array.from(tf.tidy(() => tf.stack(losses).dataSync())));
      repeated.synchronise();
      const parameters = store.read();
      const validation = validationCriterion(network, parameters, data.validation, settings.task);
      tf.dispose([parameters, losses]);
      if (!Number.isFinite(trainingLoss) || !Number.isFinite(validation)) {
        return {
          status: 'failed',
          reason: `Training diverged before step ${step}: training loss ${trainingLoss}, validation ${validation}; lower the learning rate or the weights of the losses.`,
        };
      }
      losses = [];
      curves.step.push(step);
      curves.trainingLoss.push(trainingLoss);
      curves.validation.push(validation);
      if (validation < bestValidation) {
        [bestStep, bestValidation] = [step, validation];
        store.keepBest();
      }
      const stepsLeft = Math.min(maxSteps, Math.max(bestStep, firstStep) + patience) - step;
      if (endedBy === undefined && stepsLeft <= 0) endedBy = 'patience';
      const secondsElapsed = (performance.now() - run.startedAt) / 1000;
      const secondsLeft = (secondsElapsed / step) * Math.max(stepsLeft, 0);
      options.onProgress?.({
        stage: stages.length + 1,
        step,
        maxSteps,
        trainingLoss,
        validation,
        bestValidation,
        bestStep,
        secondsElapsed,
        secondsLeft,
      });
    }
    // Lets an interrupt, a progress display or a worker's messages through.
    await nextTurn();
  }
  return { learningRate, steps: step - firstStep, bestStep, bestValidation, endedBy };
}
