import type { AutoencoderName, ModelName, ReadoutName } from '../models/modelName';
import type { PresetName } from '../runs/specification';
import type { Hyperparameters } from '../training/hyperparameters';
import type { Task } from '../training/training';

/** The part of the hyper-parameters that is searched for. */
export type LossWeights = Pick<Hyperparameters, 'alpha' | 'beta' | 'readoutSparsity' | 'activationSparsity' | 'sparseLayer' | 'outputVariance'>;

/**
 * Kinds of training that have a search of their own: the paper tunes its two tasks separately (Tables 8-13).
 * Assumption: by parts, not by combination. The joint families are those of CAE-FR; every other part is searched alone and
 * brings its own numbers into each combination.
 */
export const families = ['autoencoderIR', 'jointIR', 'readoutNRS', 'jointNRS', 'vaeIR', 'vqVaeIR', 'connectedNRS', 'fixedMaskNRS'] as const;
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
export const maxSteps: Readonly<Record<PresetName, number>> = {
  smoke: 60, // proves that everything runs, nothing else
  quick: 800, // as long as all items together fit into half an hour on two cores
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
  vaeIR: { alpha: 1, beta: 0, readoutSparsity: 0, activationSparsity: 0, sparseLayer: 2, outputVariance: 0.01 }, // the smallest tried: the criterion, MSE, does not reward what the KL divergence buys
  vqVaeIR: { alpha: 1, beta: 0, readoutSparsity: 0, activationSparsity: 30, sparseLayer: 2 }, // the largest tried
  connectedNRS: { alpha: 0, beta: 1, readoutSparsity: 1, activationSparsity: 0, sparseLayer: 2 },
  fixedMaskNRS: { alpha: 0, beta: 1, readoutSparsity: 0.02, activationSparsity: 3, sparseLayer: 2 },
};

const autoencoderFamilies: Readonly<Record<AutoencoderName, Family>> = { CAE: 'autoencoderIR', VAE: 'vaeIR', 'VQ-VAE': 'vqVaeIR' };
const readoutFamilies: Readonly<Record<ReadoutName, Family>> = { FR: 'readoutNRS', FC: 'connectedNRS', FM: 'fixedMaskNRS' };

/** A combination: alpha, beta and the sparsity of h_i of CAE-FR in this task, the rest from its own parts. */
function jointWeights(autoencoder: AutoencoderName, readout: ReadoutName, task: Task, table: LossWeightTable): LossWeights {
  const joint = table[task === 'IR' ? 'jointIR' : 'jointNRS'];
  const { outputVariance } = table[autoencoderFamilies[autoencoder]];
  const alone = table[readoutFamilies[readout]];
  return {
    ...joint,
    // The readout's regulariser keeps its ratio to the Poisson loss, or it would silence the readout where beta is small.
    ...(readout === 'FR' ? {} : { readoutSparsity: (alone.readoutSparsity / alone.beta) * joint.beta }),
    ...(outputVariance === undefined ? {} : { outputVariance }),
  };
}

/** Which weights a model uses in a task. */
export function lossWeightsOf({ autoencoder, readout }: ModelName, task: Task, table: LossWeightTable): LossWeights {
  if (readout === null) return table[autoencoderFamilies[autoencoder!]];
  return autoencoder === null ? table[readoutFamilies[readout]] : jointWeights(autoencoder, readout, task, table);
}

/** The configuration of a model in a task. */
export function hyperparametersFor(
  model: ModelName,
  task: Task,
  preset: PresetName,
  lossWeights: LossWeightTable = defaultLossWeights,
): Hyperparameters {
  return { ...lossWeightsOf(model, task, lossWeights), ...protocol, maxSteps: maxSteps[preset] };
}
