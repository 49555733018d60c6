import type { ModelName } from '../models/modelName';
import type { PresetName } from '../runs/specification';
import type { Hyperparameters } from '../training/hyperparameters';
import type { Task } from '../training/training';

/** What every training shares. */
const protocol = {
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
 * The weights of the losses, for each task its own (paper, Tables 8-13; assumption: those are not available).
 * Under Adam only ratios matter, so alpha or beta is 1.
 */
const weights = {
  // No response loss: only the sparsity of the rival "autoencoder with a sparse layer" could be chosen.
  autoencoderIR: { alpha: 1, beta: 0, readoutSparsity: 0, activationSparsity: 0, sparseLayer: 2 },
  jointIR: { alpha: 1, beta: 0.1, readoutSparsity: 0.01, activationSparsity: 0, sparseLayer: 2 },
  readoutNRS: { alpha: 0, beta: 1, readoutSparsity: 0.02, activationSparsity: 0, sparseLayer: 2 },
  jointNRS: { alpha: 0.1, beta: 1, readoutSparsity: 0.02, activationSparsity: 0, sparseLayer: 2 },
} as const;

/** The configuration of a model in a task, chosen on validation data by `npm run search`. */
export function hyperparametersFor(model: ModelName, task: Task, preset: PresetName): Hyperparameters {
  const chosen =
    model.autoencoder === null
      ? weights.readoutNRS
      : model.readout === null
        ? weights.autoencoderIR
        : task === 'IR'
          ? weights.jointIR
          : weights.jointNRS;
  return { ...chosen, ...protocol, maxSteps: maxSteps[preset] };
}
