import type { NdArray } from '../data/ndArray';
import type { LatentSummary } from '../models/latentSummary';
import type { ModelName } from '../models/modelName';
import type { Hyperparameters } from './hyperparameters';

/** IR: image reconstruction. NRS: neural representation similarity. The paper tunes the two separately. */
export type Task = 'IR' | 'NRS';

/** What is trained on a region, as plain data. */
export interface TrainingRequest extends ModelName {
  readonly task: Task;
  /** All neurons of the region, or the indices of those that are fitted. */
  readonly neurons: 'all' | readonly number[];
  readonly seed: number;
  readonly hyperparameters: Hyperparameters;
  /** A readout on top of an autoencoder that was trained without responses, whose encoder stays as it is; undefined: the whole network is trained. */
  readonly frozenEncoder?: FrozenEncoder | undefined;
}

/** The autoencoder under a readout that learns, if at all, after it. */
export interface FrozenEncoder {
  /** `fitted afterwards`: the readout alone is trained. `unfitted`: it keeps its random initial weights, a mapping that knows nothing of responses. */
  readonly mapping: 'fitted afterwards' | 'unfitted';
  /** With which the autoencoder was trained in the IR task, on the same region with the same seed. */
  readonly hyperparameters: Hyperparameters;
}

export interface TrainingProgress {
  /** 1 or 2. */
  readonly stage: number;
  readonly step: number;
  readonly maxSteps: number;
  /** Mean training loss since the previous validation. */
  readonly trainingLoss: number;
  readonly validation: number;
  readonly bestValidation: number;
  readonly bestStep: number;
  readonly secondsElapsed: number;
  /** Until patience or the step limit would end the run if nothing improved any more. */
  readonly secondsLeft: number;
}

export interface TrainingOptions {
  /** Stops after the current step and keeps the best weights. */
  readonly signal?: AbortSignal;
  /** Called after every validation. */
  readonly onProgress?: (progress: TrainingProgress) => void;
  /** Weights of the autoencoder that a request with `frozenEncoder` names. */
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

/** One of the two stages of the paper's protocol. */
export interface TrainingStage {
  readonly learningRate: number;
  readonly steps: number;
  readonly bestStep: number;
  readonly bestValidation: number;
  readonly endedBy: 'patience' | 'maxSteps' | 'interrupt';
}

/** A finished training: its history and what the best weights give on the test images. */
export interface TrainingResult {
  readonly status: 'finished';
  readonly steps: number;
  /** Best value of the early-stopping criterion. */
  readonly validation: number;
  readonly stages: readonly TrainingStage[];
  readonly curves: TrainingCurves;
  /** Reconstructed test images [T, 32, 32, 1]; null without an autoencoder. */
  readonly reconstructions: NdArray | null;
  /** Predicted test responses [T, M]; null without a readout. */
  readonly predictions: NdArray | null;
  /** Spatial masks [positions, M] and feature weights [channels, M] of a factorized or fixed-mask readout; null otherwise. */
  readonly readout: { readonly mask: NdArray; readonly featureWeights: NdArray } | null;
  /** The codes of the validation images; null without an autoencoder. */
  readonly latent: LatentSummary | null;
  /** Best weights by parameter name, moving statistics included. */
  readonly weights: Readonly<Record<string, NdArray>>;
}

/** A training that ended without a usable result. */
export interface FailedTraining {
  readonly status: 'failed';
  readonly reason: string;
}
