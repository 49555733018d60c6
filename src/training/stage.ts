import { setImmediate as nextTurn } from 'node:timers/promises';

import type { ParameterStore } from '../backend/parameterStore';
import { tf } from '../backend/tensorflow';
import type { Random } from '../data/random';
import type { Network } from '../models/network';
import type { Noise } from '../models/noise';
import type { FailedTraining, TrainingOptions, TrainingSettings, TrainingStage } from './training';
import { drawOrientations } from './augmentation';
import { trainingStep } from './trainingStep';
import { validationCriterion } from './validation';

/** A part of a region on the device. */
export interface DeviceBatch {
  /** [N, 32, 32, 1] */
  readonly images: tf.Tensor4D;
  /** [N, M] */
  readonly responses: tf.Tensor2D;
}

/** What one stage needs to know; the histories are shared by both stages and appended to. */
export interface StageContext {
  readonly request: TrainingSettings;
  readonly network: Network;
  readonly store: ParameterStore;
  readonly training: DeviceBatch;
  /** The training images in all orientations, where each is reconstructed in a random one. */
  readonly augmented: tf.Tensor4D | undefined;
  readonly orientations: Random;
  readonly validation: DeviceBatch;
  readonly batches: Iterator<Int32Array, never>;
  readonly noise: Noise;
  readonly curves: { readonly step: number[]; readonly validation: number[]; readonly trainingLoss: number[] };
  readonly earlierStages: readonly TrainingStage[];
  readonly learningRate: number;
  readonly options: TrainingOptions;
  /** `performance.now()` at the start of the run. */
  readonly startedAt: number;
}

/**
 * Trains until the criterion has not improved for `patience` steps, the step limit is reached or the caller interrupts.
 * The best weights of both stages are kept in the store; the caller restores them.
 */
export async function runStage(context: StageContext): Promise<TrainingStage | FailedTraining> {
  const { request, network, store, curves, earlierStages, options } = context;
  const { maxSteps, patience, validationInterval } = request.hyperparameters;
  const firstStep = earlierStages.reduce((sum, stage) => sum + stage.steps, 0);
  let step = firstStep;
  let bestStep = earlierStages.at(-1)?.bestStep ?? firstStep;
  let bestValidation = earlierStages.at(-1)?.bestValidation ?? Infinity;
  let lossSum = tf.scalar(0);
  let lossSteps = 0;
  let endedBy: TrainingStage['endedBy'] | undefined;

  while (endedBy === undefined) {
    lossSum = accumulateStep(context, lossSum);
    step++;
    lossSteps++;
    endedBy = stopReason();
    if (step % validationInterval === 0 || endedBy !== undefined) {
      const trainingLoss = lossSum.dataSync()[0] / lossSteps;
      const parameters = store.read();
      const validation = validationCriterion(network, parameters, context.validation.images, context.validation.responses, request.task);
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
        bestValidation = validation;
        bestStep = step;
        store.keepBest();
      }
      endedBy ??= step - Math.max(bestStep, firstStep) >= patience ? 'patience' : undefined;
      report(trainingLoss, validation);
    }
    // Lets an interrupt, a progress display or a worker's messages through.
    await nextTurn();
  }
  lossSum.dispose();
  return { learningRate: context.learningRate, steps: step - firstStep, bestStep, bestValidation, endedBy };

  function stopReason(): TrainingStage['endedBy'] | undefined {
    if (options.signal?.aborted === true) {
      return 'interrupt';
    }
    return step >= maxSteps ? 'maxSteps' : undefined;
  }

  function report(trainingLoss: number, validation: number): void {
    const secondsElapsed = (performance.now() - context.startedAt) / 1000;
    const stepsLeft = Math.min(maxSteps - step, Math.max(bestStep, firstStep) + patience - step);
    options.onProgress?.({
      stage: earlierStages.length + 1,
      step,
      maxSteps,
      trainingLoss,
      validation,
      bestValidation,
      bestStep,
      secondsElapsed,
      secondsLeft: (secondsElapsed / step) * Math.max(stepsLeft, 0),
    });
  }
}

function accumulateStep(context: StageContext, lossSum: tf.Scalar): tf.Scalar {
  const { request, network, store, training, augmented, orientations, batches, learningRate } = context;
  return tf.tidy(() => {
    const chosen = batches.next().value;
    const indices = tf.tensor1d(chosen, 'int32');
    const responses = tf.gather(training.responses, indices);
    const originals = tf.gather(training.images, indices);
    const images =
      augmented === undefined ? originals : tf.gather(augmented, tf.tensor1d(drawOrientations(chosen, training.images.shape[0], orientations), 'int32'));
    const loss = trainingStep(network, store, { images, originals, responses }, request.hyperparameters, learningRate, context.noise);
    const sum = tf.add(lossSum, loss) as tf.Scalar;
    lossSum.dispose();
    return sum;
  });
}
