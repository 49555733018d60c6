import { UserError } from '../errors';
import { hyperparametersFor } from '../paper/hyperparameters';
import { parseModelName, type ModelName } from '../models/modelName';
import type { NetworkSettings } from '../models/networkSettings';
import type { Hyperparameters } from '../training/hyperparameters';
import type { Task, TrainingRequest, TrainingResult } from '../training/training';
import { train } from '../training/train';
import { interruptible } from '../runs/interruptible';
import type { Lesson } from './lesson';
import { trainingView } from '../figures/trainingView';

/** What a reader chooses in a parameter cell; everything else is as in the reproduction. */
export type ShortTrainingSettings = Partial<Omit<Hyperparameters, 'maxSteps' | 'patience' | 'validationInterval'>> & {
  /** As in the paper's tables: `CAE-FR2`. */
  readonly model: string;
  readonly task: Task;
  readonly steps: number;
  readonly seed?: number;
};

/** A training that is set up in one cell and run in the next, so that its result outlives an interrupt. */
export interface ShortTraining {
  /** What is trained, for labels. */
  readonly label: string;
  readonly model: ModelName;
  /** What shapes its network beside the name. */
  readonly settings: NetworkSettings;
  /**
   * Trains with a progress line and a live curve. The interrupt button stops it after the current step and keeps the best weights.
   * @throws UserError when it diverges.
   */
  readonly run: () => Promise<void>;
  /**
   * What the best weights give.
   * @throws UserError before `run`.
   */
  readonly result: () => TrainingResult;
}

/** The preset `smoke` proves that a cell runs, nothing else. */
const smokeSteps = 20;
/** Points of the live curve; a validation costs about as much as ten steps. */
const validations = 12;
const leastInterval = 5;

/** The numbers of a short training: those of the reproduction, with a reader's own instead of some of them. */
function hyperparametersOf({ context }: Lesson, settings: ShortTrainingSettings): Hyperparameters {
  const { model, task, steps, seed, ...chosen } = settings;
  if (!Number.isInteger(steps) || steps < 1)
    throw new UserError(`The number of steps has to be a positive integer but is ${steps}.`);
  const base = hyperparametersFor(parseModelName(model), task, context.preset, context.lossWeights);
  const known = [...Object.keys(base), ...(parseModelName(model).autoencoder === 'VQ-VAE' ? ['codebook'] : [])];
  const unknown = Object.keys(chosen).filter((name) => !known.includes(name));
  if (unknown.length > 0)
    throw new UserError(`There is no setting ${unknown.join(', ')} of ${model}; choose from ${known.join(', ')}.`);
  const maxSteps = context.preset === 'smoke' ? Math.min(steps, smokeSteps) : steps;
  return {
    ...base,
    ...chosen,
    maxSteps,
    patience: maxSteps,
    validationInterval: Math.max(leastInterval, Math.floor(maxSteps / validations)),
  };
}

/**
 * A short training as the trainer understands it.
 * @throws UserError for an unknown model or setting.
 */
export function planShortTraining(lesson: Lesson, settings: ShortTrainingSettings): TrainingRequest {
  return {
    ...parseModelName(settings.model),
    task: settings.task,
    neurons: 'all',
    seed: settings.seed ?? 1,
    hyperparameters: hyperparametersOf(lesson, settings),
  };
}

/**
 * Sets up a training of the lesson's region that takes seconds to a minute; it is no record, and no table shows it.
 * @throws UserError for an unknown model or setting.
 */
export function shortTraining(lesson: Lesson, settings: ShortTrainingSettings): ShortTraining {
  const request = planShortTraining(lesson, settings);
  const { task, hyperparameters } = request;
  const label = `${settings.model}, ${hyperparameters.maxSteps} steps`;
  let trained: TrainingResult | undefined;
  return {
    label,
    model: request,
    settings: hyperparameters,
    run: async () => {
      const view = trainingView(label, task);
      view.begin(label);
      view.say('starting');
      const result = await interruptible((signal) => train(request, lesson.region, { signal, onProgress: view.report }));
      if (result.status === 'failed') throw new UserError(result.reason);
      trained = result;
      const { bestStep, endedBy } = result.stages[result.stages.length - 1];
      view.say(
        `${endedBy === 'interrupt' ? 'interrupted' : 'finished'} after ${result.steps} steps; the weights of step ${bestStep} are kept`,
      );
      await view.finish();
    },
    result: () => {
      if (trained === undefined) throw new UserError('Nothing has been trained yet: run the cell above first.');
      return trained;
    },
  };
}
