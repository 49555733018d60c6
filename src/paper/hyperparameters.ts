import { z } from 'zod';
import { architecture } from '../models/architecture';
import { parseModelName, type Layer, type ModelName } from '../models/modelName';
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

const weight = z.number().nonnegative();

/**
 * The numbers that were chosen, on validation images only. A model and its rival share all of them
 * but the one weight in which they differ, so that their difference has one cause.
 */
export const choicesSchema = z.strictObject({
  /** Weight of the density of h_i, in every model of a task. */
  activationSparsity: z.strictObject({ IR: weight, NRS: weight }),
  /**
   * Weight of a readout's regulariser where beta is 1; it grows with beta, or it would silence the
   * readout where beta is small.
   */
  readoutSparsity: z.strictObject({ FR: weight, FC: weight, FM: weight }),
  /** Weight of the responses of a joint model in the IR task, where alpha is 1. */
  beta: weight,
  /** Weight of the reconstruction of a joint model in the NRS task, where beta is 1. */
  alpha: weight,
  /** Variance of the pixels around the VAE's reconstruction. */
  outputVariance: weight,
  /**
   * For the rows "regularised": how the autoencoder is kept from learning its 1,440 images by
   * heart.
   */
  regularisation: z.strictObject({
    augmentation: z.enum(['none', 'flips and transpositions']),
    normalization: z.enum(['batch', 'none']),
    weightDecay: weight,
  }),
});
export type Choices = z.infer<typeof choicesSchema>;

/**
 * The protocol as the paper prints it: batch normalisation after every convolution, no augmentation
 * named.
 */
const printedRegularisation: Choices['regularisation'] = {
  augmentation: 'none',
  normalization: 'batch',
  weightDecay: 0,
};

/**
 * The package's own choices. Assumption: the paper's Tables 8 to 13 are not available. Every trial
 * is in data/search/simulated.json; under Adam only the ratio of alpha and beta matters.
 */
export const defaultChoices: Choices = {
  activationSparsity: { IR: 0, NRS: 0 },
  readoutSparsity: { FR: 0.02, FC: 1, FM: 0.08 },
  beta: 1,
  alpha: 0.1,
  outputVariance: architecture.outputVariance,
  regularisation: {
    augmentation: 'flips and transpositions',
    normalization: 'batch',
    weightDecay: 0,
  },
};

/** What a training differs in from the chosen numbers: one of them for a matched pair. */
export interface Variation {
  readonly alpha?: number | undefined;
  readonly beta?: number | undefined;
  readonly readoutSparsity?: number | undefined;
  readonly activationSparsity?: number | undefined;
  /** With the chosen regularisation; by default the protocol as printed. */
  readonly regularised?: boolean | undefined;
  /** Of the VAE; the chosen one by default. */
  readonly outputVariance?: number | undefined;
  /** Numbers in the code; the paper's by default. */
  readonly latentDimensions?: number | undefined;
  readonly learningRate?: number | undefined;
  readonly validationInterval?: number | undefined;
}

// The density of a layer is penalised where the readout sits; where there is none and no weight,
// the layer makes no difference.
const unreadLayer: Layer = 2;

/**
 * The configuration of a model in a task: what its rows in the tables are trained with.
 * @param model a name as the paper's tables write it, or its parts
 * @param preset how long it is trained at most
 * @throws UserError for a name that does not exist
 * @example
 * hyperparametersFor('VAE', 'IR').outputVariance; // => 0.00004, what createNetwork('VAE') has
 */
export function hyperparametersFor(
  model: string | ModelName,
  task: Task,
  preset: PresetName = 'quick',
  choices: Choices = defaultChoices,
  variation: Variation = {},
): Hyperparameters {
  const { autoencoder, readout, layer } = typeof model === 'string' ? parseModelName(model) : model;
  const isJoint = autoencoder !== null && readout !== null;
  const alpha =
    autoencoder === null ? 0 : (variation.alpha ?? (isJoint && task === 'NRS' ? choices.alpha : 1));
  const beta =
    readout === null ? 0 : (variation.beta ?? (isJoint && task === 'IR' ? choices.beta : 1));
  const activationSparsity = variation.activationSparsity ?? choices.activationSparsity[task];
  const { normalization, ...regularisation } = variation.regularised
    ? choices.regularisation
    : printedRegularisation;
  return {
    alpha,
    beta,
    readoutSparsity:
      readout === null ? 0 : (variation.readoutSparsity ?? choices.readoutSparsity[readout]) * beta,
    activationSparsity,
    sparseLayer: activationSparsity === 0 ? unreadLayer : (layer ?? unreadLayer),
    ...regularisation,
    ...(normalization === 'batch' ? {} : { normalization }),
    ...(autoencoder === 'VAE'
      ? { outputVariance: variation.outputVariance ?? choices.outputVariance }
      : {}),
    ...(autoencoder === null || variation.latentDimensions === undefined
      ? {}
      : { latentDimensions: variation.latentDimensions }),
    ...protocol,
    learningRate: variation.learningRate ?? protocol.learningRate,
    validationInterval: variation.validationInterval ?? protocol.validationInterval,
    maxSteps: maxSteps[preset],
  };
}
