import type { Layer, ModelName, ReadoutName } from '../models/modelName';
import type { PresetName } from '../runs/specification';
import type { Hyperparameters, Task } from '../training/training';

/** What every training shares. */
export const protocol = {
  learningRate: 0.001, // paper, Sec. 4.1
  batchSize: 32, // assumption
  patience: 1000, // paper, Sec. 4.1
  stages: 2, // paper, Sec. 4.1: "train a second time"
  validationInterval: 50, // assumption
} as const;

/** How long a preset trains at most. */
export const maxSteps: Readonly<Record<PresetName, number>> = {
  smoke: 60, // proves that everything runs, nothing else
  quick: 800, // as long as all items together fit into half an hour on two cores
  paper: 20_000, // a bound that patience is expected to stay below
};

/** How the autoencoder is kept from learning its 1,440 images by heart. */
export type Regularisation = Pick<Hyperparameters, 'augmentation' | 'weightDecay'> & { readonly normalization: 'batch' | 'none' };

/** The protocol as the paper prints it: batch normalisation after every convolution, no augmentation named. */
export const printedRegularisation: Regularisation = { augmentation: 'none', normalization: 'batch', weightDecay: 0 };

/**
 * The numbers that were chosen, on validation images only. A model and its rival share all of them but the one weight in which they differ,
 * so that their difference has one cause.
 */
export interface Choices {
  /** Weight of the density of h_i, in every model of a task. */
  readonly activationSparsity: Readonly<Record<Task, number>>;
  /** Weight of a readout's regulariser where beta is 1; it grows with beta, or it would silence the readout where beta is small. */
  readonly readoutSparsity: Readonly<Record<ReadoutName, number>>;
  /** Weight of the responses of a joint model in the IR task, where alpha is 1. */
  readonly beta: number;
  /** Weight of the reconstruction of a joint model in the NRS task, where beta is 1. */
  readonly alpha: number;
  /** Variance of the pixels around the VAE's reconstruction. */
  readonly outputVariance: number;
  /** For the rows "regularised". */
  readonly regularisation: Regularisation;
}

/**
 * The package's own choices. Assumption: the paper's Tables 8 to 13 are not available. Every trial is in data/search/simulated.json;
 * under Adam only the ratio of alpha and beta matters.
 */
export const defaultChoices: Choices = {
  activationSparsity: { IR: 0, NRS: 3 },
  readoutSparsity: { FR: 0.02, FC: 1, FM: 0.02 },
  beta: 1,
  alpha: 0.1,
  outputVariance: 0.01,
  regularisation: { augmentation: 'flips and transpositions', normalization: 'none', weightDecay: 0 },
};

/** What a training differs in from the chosen numbers: one of them for a matched pair. */
export interface Variation {
  readonly alpha?: number | undefined;
  readonly beta?: number | undefined;
  readonly readoutSparsity?: number | undefined;
  readonly activationSparsity?: number | undefined;
  /** true: the chosen regularisation; an object: this one; by default the protocol as printed. */
  readonly regularised?: boolean | Regularisation | undefined;
}

// The density of a layer is penalised where the readout sits; where there is none and no weight, the layer makes no difference.
const unreadLayer: Layer = 2;

/** The configuration of a model in a task. */
export function hyperparametersFor(
  { autoencoder, readout, layer }: ModelName,
  task: Task,
  preset: PresetName,
  choices: Choices = defaultChoices,
  variation: Variation = {},
): Hyperparameters {
  const isJoint = autoencoder !== null && readout !== null;
  const alpha = autoencoder === null ? 0 : (variation.alpha ?? (isJoint && task === 'NRS' ? choices.alpha : 1));
  const beta = readout === null ? 0 : (variation.beta ?? (isJoint && task === 'IR' ? choices.beta : 1));
  const activationSparsity = variation.activationSparsity ?? choices.activationSparsity[task];
  const { normalization, ...regularisation } = regularisationOf(variation, choices);
  return {
    alpha,
    beta,
    readoutSparsity: readout === null ? 0 : (variation.readoutSparsity ?? choices.readoutSparsity[readout]) * beta,
    activationSparsity,
    sparseLayer: activationSparsity === 0 ? unreadLayer : (layer ?? unreadLayer),
    ...regularisation,
    ...(normalization === 'batch' ? {} : { normalization }),
    ...(autoencoder === 'VAE' ? { outputVariance: choices.outputVariance } : {}),
    ...protocol,
    maxSteps: maxSteps[preset],
  };
}

function regularisationOf({ regularised = false }: Variation, choices: Choices): Regularisation {
  if (typeof regularised === 'object') return regularised;
  return regularised ? choices.regularisation : printedRegularisation;
}
