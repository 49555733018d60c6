import type { ModelName } from '../models/modelName';
import type { PresetName } from '../runs/specification';
import type { Hyperparameters } from '../training/hyperparameters';
import type { Task } from '../training/training';

/** The part of the hyper-parameters that is searched for. */
export type LossWeights = Pick<Hyperparameters, 'alpha' | 'beta' | 'readoutSparsity' | 'activationSparsity' | 'sparseLayer'>;

/** Kinds of training that have their own weights: the paper tunes its two tasks separately (Tables 8-13). */
export const families = ['autoencoderIR', 'jointIR', 'readoutNRS', 'jointNRS'] as const;
export type Family = (typeof families)[number];
export type LossWeightTable = Readonly<Record<Family, LossWeights>>;

/** What every training shares. */
export const protocol = {
  learningRate: 0.001, // paper, Sec. 4.1
  batchSize: 32, // assumption
  patience: 1000, // paper, Sec. 4.1
  validationInterval: 50, // assumption
} as const;

/** How long a preset trains at most. */
const maxSteps: Readonly<Record<PresetName, number>> = {
  smoke: 60, // proves that everything runs, nothing else
  quick: 1000,
  paper: 20_000, // a bound that patience is expected to stay below
};

/**
 * Chosen on the validation images of simulated region 1 by `npm run search`; all trials are in data/search/simulated.json.
 * Assumption: the paper's own values (Tables 8-13) are not available. Under Adam only ratios matter, so alpha or beta is 1.
 */
export const defaultLossWeights: LossWeightTable = {
  autoencoderIR: { alpha: 1, beta: 0, readoutSparsity: 0, activationSparsity: 10, sparseLayer: 2 },
  jointIR: { alpha: 1, beta: 0.01, readoutSparsity: 0.0002, activationSparsity: 3, sparseLayer: 2 },
  readoutNRS: { alpha: 0, beta: 1, readoutSparsity: 0.02, activationSparsity: 3, sparseLayer: 2 },
  jointNRS: { alpha: 0.03, beta: 1, readoutSparsity: 0.02, activationSparsity: 0, sparseLayer: 2 },
};

/** Which weights a model uses in a task. */
export function familyOf(model: ModelName, task: Task): Family {
  if (model.autoencoder === null) {
    return 'readoutNRS';
  }
  if (model.readout === null) {
    return 'autoencoderIR';
  }
  return task === 'IR' ? 'jointIR' : 'jointNRS';
}

/** The configuration of a model in a task. */
export function hyperparametersFor(
  model: ModelName,
  task: Task,
  preset: PresetName,
  lossWeights: LossWeightTable = defaultLossWeights,
): Hyperparameters {
  return { ...lossWeights[familyOf(model, task)], ...protocol, maxSteps: maxSteps[preset] };
}
