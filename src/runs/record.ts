import type { LatentSummary } from '../models/latentSummary';
import type { TrainingCurves, TrainingStage, ValidationScores } from '../training/training';
import type { RunSpecification } from './specification';

/** A single-precision array inside a JSON record: little-endian base64. */
export interface EncodedArray {
  readonly shape: readonly number[];
  readonly float32: string;
}

export interface ReconstructionScores {
  /** Per test image. */
  readonly mse: readonly number[];
  readonly psnr: readonly number[];
  readonly ssim: readonly number[];
  /** Indices of the test images whose reconstructions are kept, and these, [10, 32, 32]. */
  readonly exampleIndices: readonly number[];
  readonly examples: EncodedArray;
}

export interface ResponseScores {
  /** Predicted test responses [T, M]. */
  readonly predictions: EncodedArray;
  /** Per neuron; a constant prediction counts as 0. */
  readonly pcc: readonly number[];
  readonly constantPredictions: number;
  /** Poisson loss on the test images, summed over neurons. */
  readonly poissonLoss: number;
}

/** The numbers a table cell shows; null where the model has no such output. */
export interface RunSummary {
  readonly mse: number | null;
  readonly psnr: number | null;
  readonly ssim: number | null;
  readonly pcc: number | null;
  readonly validation: number;
  readonly steps: number;
}

/** How and where the record was made; not part of its name. */
export interface Provenance {
  readonly backend: string;
  readonly device: string;
  readonly threads: number;
  readonly node: string;
  readonly platform: string;
  readonly packageVersion: string;
  readonly libraries: Readonly<Record<string, string>>;
  readonly commit: string | null;
  readonly startedAt: string;
  readonly seconds: number;
}

interface RecordBase {
  readonly protocol: number;
  readonly hash: string;
  readonly specification: RunSpecification;
  readonly provenance: Provenance;
}

export interface FinishedRecord extends RecordBase {
  readonly status: 'finished';
  readonly summary: RunSummary;
  readonly validationScores: ValidationScores;
  readonly stages: readonly TrainingStage[];
  readonly curves: TrainingCurves;
  readonly reconstruction: ReconstructionScores | null;
  readonly responses: ResponseScores | null;
  /** Spatial masks of the readout, [positions, M], and feature weights [channels, M]. */
  readonly readout: { readonly mask: EncodedArray; readonly featureWeights: EncodedArray } | null;
  /** The codes of the validation images; absent without an autoencoder, and from records made before it was kept. */
  readonly latent?: LatentSummary | undefined;
}

/** A run that ended without a result: it diverged or its worker died twice. Never shown as a number. */
export interface FailedRecord extends RecordBase {
  readonly status: 'failed';
  /** A diverged run would diverge again; a crashed one (memory, a killed worker, an error in the code) is tried again next time. */
  readonly cause: 'diverged' | 'crashed';
  readonly reason: string;
}

export type RunRecord = FinishedRecord | FailedRecord;
