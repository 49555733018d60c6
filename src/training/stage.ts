import { setImmediate as nextTurn } from 'node:timers/promises';
import { createParameterStore } from '../backend/createParameterStore';
import { tf } from '../backend/tensorflow';
import { createRandom } from '../data/random';
import { createNoise } from '../models/forwardPass';
import type { Network } from '../models/network';
import { batchIndices, drawOrientations, orientedImages } from './batches';
import type { DeviceRegion } from './deviceRegion';
import type { FailedTraining, TrainingOptions, TrainingSettings, TrainingStage } from './training';
import { trainingStep } from './trainingStep';
import { validationCriterion } from './validation';

/** What both stages of a training share, and the histories that they append to; the caller disposes of `store` and `augmented`. */
export function startRun(settings: TrainingSettings, network: Network, data: DeviceRegion, options: TrainingOptions) {
  const { seed, hyperparameters } = settings;
  const { initial, trainable } = network.initialise(data.neurons, seed);
  const { images } = data.training;
  return {
    settings,
    network,
    data,
    options,
    store: createParameterStore(initial, trainable),
    /** The training images in all orientations, where each is reconstructed in a random one. */
    augmented: hyperparameters.augmentation === 'none' ? undefined : orientedImages(images),
    orientations: createRandom(seed, 'orientations'),
    batches: batchIndices(images.shape[0], hyperparameters.batchSize, createRandom(seed, 'batches')),
    noise: createNoise(seed),
    curves: { step: [] as number[], validation: [] as number[], trainingLoss: [] as number[] },
    /** Those that have ended. */
    stages: [] as TrainingStage[],
    /** In milliseconds, as `performance.now()`. */
    startedAt: performance.now(),
  };
}

type TrainingRun = ReturnType<typeof startRun>;

/**
 * Trains until the criterion has not improved for `patience` steps, the step limit is reached or the caller interrupts.
 * The best weights of both stages are kept in the store; the caller restores them.
 */
export async function runStage(run: TrainingRun, learningRate: number): Promise<TrainingStage | FailedTraining> {
  const { settings, network, data, options, store, curves, stages } = run;
  const { maxSteps, patience, validationInterval } = settings.hyperparameters;
  const firstStep = stages.reduce((sum, stage) => sum + stage.steps, 0);
  let step = firstStep;
  let { bestStep, bestValidation } = stages.at(-1) ?? { bestStep: firstStep, bestValidation: Infinity };
  let lossSum = tf.scalar(0);
  let lossSteps = 0;
  let endedBy: TrainingStage['endedBy'] | undefined;

  while (endedBy === undefined) {
    lossSum = accumulateStep(run, learningRate, lossSum);
    step++;
    lossSteps++;
    if (options.signal?.aborted === true) endedBy = 'interrupt';
    else if (step >= maxSteps) endedBy = 'maxSteps';
    if (step % validationInterval === 0 || endedBy !== undefined) {
      const trainingLoss = lossSum.dataSync()[0] / lossSteps;
      const parameters = store.read();
      const validation = validationCriterion(network, parameters, data.validation, settings.task);
      tf.dispose([parameters, lossSum]);
      if (!Number.isFinite(trainingLoss) || !Number.isFinite(validation)) {
        return {
          status: 'failed',
          reason: `Training diverged before step ${step}: training loss ${trainingLoss}, validation ${validation}; lower the learning rate or the weights of the losses.`,
        };
      }
      lossSum = tf.scalar(0);
      lossSteps = 0;
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
      options.onProgress?.({ stage: stages.length + 1, step, maxSteps, trainingLoss, validation, bestValidation, bestStep, secondsElapsed, secondsLeft });
    }
    // Lets an interrupt, a progress display or a worker's messages through.
    await nextTurn();
  }
  lossSum.dispose();
  return { learningRate, steps: step - firstStep, bestStep, bestValidation, endedBy };
}

function accumulateStep({ settings, network, data, store, augmented, orientations, batches, noise }: TrainingRun, learningRate: number, lossSum: tf.Scalar): tf.Scalar {
  const { images, responses } = data.training;
  return tf.tidy(() => {
    const chosen = batches.next().value;
    const shown = (all: tf.Tensor4D, indices: Int32Array): tf.Tensor4D => tf.gather(all, tf.tensor1d(indices, 'int32'));
    const originals = shown(images, chosen);
    const batch = {
      images: augmented === undefined ? originals : shown(augmented, drawOrientations(chosen, images.shape[0], orientations)),
      originals,
      responses: tf.gather(responses, tf.tensor1d(chosen, 'int32')),
    };
    const sum = tf.add(lossSum, trainingStep(network, store, batch, settings.hyperparameters, learningRate, noise)) as tf.Scalar;
    lossSum.dispose();
    return sum;
  });
}
