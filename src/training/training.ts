import type { Execution } from '../backend/recordedStep';
import type { NdArray } from '../data/ndArray';
import type { NetworkSettings } from '../models/architecture';
import type { LatentSummary } from '../models/autoencoder';
import type { Layer, ModelName } from '../models/modelName';

/**
 * IR: image reconstruction. NRS: neural representation similarity. The paper tunes the two
 * separately.
 */
export type Task = 'IR' | 'NRS';

/**
 * What a network is told instead of the recorded responses, to see whether the pipeline can tell
 * help from none: `noise-free`: the true mean responses of the simulated population; `image
 * components`: principal components of the image itself; `teacher`: units of a layer of a `Teacher`,
 * the features that the encoder itself would learn; `shuffled ...`: those of other images.
 */
export const responseSources = [
  'noise-free',
  'image components',
  'shuffled over images',
  'teacher',
  'shuffled teacher',
] as const;
export type ResponseSource = (typeof responseSources)[number];

/**
 * The CAE whose units are fitted in the place of neurons: trained in the IR task on all training
 * images of the same split with the same seed.
 */
export interface Teacher {
  /** Whose units are taken. */
  readonly layer: Layer;
  readonly hyperparameters: Hyperparameters;
}

/** The numbers of one training. Flat; unknown keys are refused wherever users can set them. */
export interface Hyperparameters extends NetworkSettings {
  /** Weight of the reconstruction error summed over pixels (Eq. 3). */
  readonly alpha: number;
  /** Weight of the Poisson loss summed over neurons (Eq. 7). */
  readonly beta: number;
  /**
   * Weight of the readout's regulariser: FR and FM the L1 norm of every neuron's effective weights
   * (mask times feature weight), FC their squared L2 norm, summed over neurons.
   */
  readonly readoutSparsity: number;
  /** Weight of the scale-free density (L1 / L2) of the layer h_i. */
  readonly activationSparsity: number;
  /**
   * The layer whose density is penalised where no readout names one: the rival "sparse autoencoder
   * without responses".
   */
  readonly sparseLayer: Layer;
  readonly learningRate: number;
  readonly batchSize: number;
  /** Steps without a better validation value after which a stage ends. */
  readonly patience: number;
  /** Steps between two validations. */
  readonly validationInterval: number;
  /**
   * 2: after the first stage, which ends by patience, the learning rate is halved and the best
   * weights are trained a second time.
   */
  readonly stages: 1 | 2;
  /** Upper bound on the steps of all stages together. */
  readonly maxSteps: number;
  /**
   * Which images are reconstructed in training: the originals, or each in one of its eight
   * orientations at random. Responses are always fitted to originals.
   */
  readonly augmentation: 'none' | 'flips and transpositions';
  /**
   * Decoupled weight decay of encoder and autoencoder (Loshchilov & Hutter 2019), in units of the
   * learning rate.
   */
  readonly weightDecay: number;
}

/** How a network is trained on a region, as plain data. */
export interface TrainingSettings {
  readonly task: Task;
  /** All neurons of the region (the default), or the indices of those that are fitted. */
  readonly neurons?: 'all' | readonly number[] | undefined;
  /** Of initial values, split and batches. */
  readonly seed: number;
  readonly hyperparameters: Hyperparameters;
  /**
   * Share of the training part of the split that is used; undefined: all of it. The validation
   * images stay the same.
   */
  readonly trainingShare?: number | undefined;
  /**
   * `shuffled over images`: from every training image another one is to be reconstructed, always the
   * same, so that nothing about the image is learnt; undefined: the image itself.
   */
  readonly targets?: 'shuffled over images' | undefined;
}

/** What is trained on a region, as plain data. */
export interface TrainingRequest extends ModelName, TrainingSettings {
  readonly neurons: 'all' | readonly number[];
  /** What is fitted instead of the recorded responses; undefined: these. */
  readonly responses?: ResponseSource | undefined;
  /** Needed where `responses` are a teacher's. */
  readonly teacher?: Teacher | undefined;
  /**
   * A readout on top of an encoder that was trained before and stays as it is; undefined: the whole
   * network is trained.
   */
  readonly frozenEncoder?: FrozenEncoder | undefined;
  /**
   * The first so many layers of the encoder are those of the same network trained on all training
   * images, frozen; undefined: all are trained.
   */
  readonly pretrainedLayers?: Layer | undefined;
}

/**
 * The encoder under a readout that learns, if at all, after it: that of an autoencoder alone or of
 * a joint model, trained in the IR task on the same region with the same seed.
 */
export interface FrozenEncoder extends Pick<ModelName, 'readout' | 'layer'> {
  /**
   * `fitted afterwards`: the readout alone is trained. `unfitted`: it keeps its random initial
   * weights, a mapping that knows nothing of responses.
   */
  readonly mapping: 'fitted afterwards' | 'unfitted';
  /** With which the encoder was trained. */
  readonly hyperparameters: Hyperparameters;
}

export interface TrainingProgress extends Pick<TrainingStage, 'bestStep' | 'bestValidation'> {
  /** 1 or 2. */
  readonly stage: number;
  readonly step: number;
  readonly maxSteps: number;
  /** Mean training loss since the previous validation. */
  readonly trainingLoss: number;
  readonly validation: number;
  readonly secondsElapsed: number;
  /** Until patience or the step limit would end the run if nothing improved any more. */
  readonly secondsLeft: number;
}

export interface TrainingOptions {
  /** Stops after the current step and keeps the best weights. */
  readonly signal?: AbortSignal;
  /** Called after every validation. */
  readonly onProgress?: (progress: TrainingProgress) => void;
  /**
   * One a stage, where a rival's protocol is not the paper's: restore the best weights, halve the
   * rate, train again.
   */
  readonly learningRates?: readonly number[];
  /** How steps are computed where the backend can do both; by default graphs, unless they are few. */
  readonly execution?: Execution;
  /** Weights of the model that a request with `frozenEncoder` or `pretrainedLayers` names. */
  readonly encoderWeights?: Readonly<Record<string, NdArray>> | undefined;
}

/** Validation criterion and training losses over the steps of both stages, same length each. */
export interface TrainingCurves {
  readonly step: readonly number[];
  /** The early-stopping criterion: validation MSE (IR) or validation Poisson loss (NRS). */
  readonly validation: readonly number[];
  /** Mean training loss since the previous validation. */
  readonly trainingLoss: readonly number[];
}

/** One of the stages of the paper's protocol. */
export interface TrainingStage {
  readonly learningRate: number;
  readonly steps: number;
  readonly bestStep: number;
  readonly bestValidation: number;
  readonly endedBy: 'patience' | 'maxSteps' | 'interrupt';
}

/**
 * What the best weights give on the validation images, so that choices need not look at test
 * images; null where the network has no such output.
 */
export interface ValidationScores {
  /** Mean squared error per pixel. */
  readonly mse: number | null;
  /** Poisson loss, summed over neurons, mean over images. */
  readonly poissonLoss: number | null;
  /** Per fitted neuron; a constant prediction counts as 0. */
  readonly pcc: readonly number[] | null;
}

/** A finished training: its history and what the best weights give on the test images. */
export interface TrainingResult {
  readonly status: 'finished';
  readonly steps: number;
  /** How all but the first steps were computed. */
  readonly execution: Execution;
  /** Best value of the early-stopping criterion. */
  readonly validation: number;
  readonly validationScores: ValidationScores;
  readonly stages: readonly TrainingStage[];
  readonly curves: TrainingCurves;
  /** Reconstructed test images [T, 32, 32, 1]; null without an autoencoder. */
  readonly reconstructions: NdArray | null;
  /** Predicted test responses [T, M]; null without a readout. */
  readonly predictions: NdArray | null;
  /**
   * Spatial masks [positions, M] and feature weights [channels, M] of a factorized or fixed-mask
   * readout; null otherwise.
   */
  readonly readout: { readonly mask: NdArray; readonly featureWeights: NdArray } | null;
  /** The codes of the validation images; null without an autoencoder. */
  readonly latent: LatentSummary | null;
  /** Best weights by parameter name, moving statistics included. */
  readonly weights: Readonly<Record<string, NdArray>>;
  /** See `gradientShare`; undefined for a model without autoencoder or readout. */
  readonly responsesShare?: number | undefined;
}

/** A training that ended without a usable result. */
export interface FailedTraining {
  readonly status: 'failed';
  readonly reason: string;
}
