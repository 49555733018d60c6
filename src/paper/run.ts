import type { NdArray } from '../data/ndArray';
import { UserError } from '../errors';
import type { LatentSummary } from '../models/autoencoder';
import { formatModelName } from '../models/modelName';
import type { EncodedArray, FinishedRecord, Provenance, ReconstructionScores, ResponseScores } from '../runs/record';
import { decodeArray, type Weights } from '../runs/recordCodec';
import { runLabel, type RunSpecification } from '../runs/specification';
import type { Task, TrainingCurves, TrainingStage, ValidationScores } from '../training/training';

/**
 * One training and what it gave on the test images. A score that the model does not have, or an array that the record
 * does not keep, throws a UserError that says so when it is asked for.
 */
export interface Run {
  readonly seed: number;
  readonly region: number;
  /** As in the paper's tables: `CAE-FR2`. */
  readonly model: string;
  readonly task: Task;
  /** Name of the record. */
  readonly hash: string;
  readonly specification: RunSpecification;
  /** Squared error per test image, mean over pixels in [-1, 1]. */
  readonly mse: number[];
  /** Peak signal-to-noise ratio per test image in dB, data range 2. */
  readonly psnr: number[];
  /** Structural similarity per test image (Wang et al. 2004). */
  readonly ssim: number[];
  /** Which test images were kept as pictures. */
  readonly exampleIndices: number[];
  /** Reconstructions of these images, [K, 32, 32] in [-1, 1]. */
  readonly examples: NdArray;
  /** Whether the record keeps `examples`. */
  readonly hasExamples: boolean;
  /** Predicted test responses [T, M] of the M fitted neurons. */
  readonly predictions: NdArray;
  /** Correlation of predictions and responses over test images, one a fitted neuron; a constant prediction counts as 0. */
  readonly pcc: number[];
  /** How many neurons got a constant prediction. */
  readonly constantPredictions: number;
  /** On the test images, summed over neurons. */
  readonly poissonLoss: number;
  /** Spatial masks [positions, M] of a factorized or fixed-mask readout. */
  readonly mask: NdArray;
  /** Feature weights [channels, M] of the same readouts. */
  readonly featureWeights: NdArray;
  readonly curves: TrainingCurves;
  readonly stages: readonly TrainingStage[];
  readonly steps: number;
  /** Best value of the early-stopping criterion: validation MSE (IR) or Poisson loss (NRS). */
  readonly validation: number;
  /** On the validation images, by which choices are made; the test images have no part in them. */
  readonly validationScores: ValidationScores;
  /** The codes of the validation images; undefined without an autoencoder. */
  readonly latent: LatentSummary | undefined;
  readonly provenance: Provenance;
  /** Whether the record keeps `weights`. */
  readonly hasWeights: boolean;
  /** The trained parameters by name. */
  readonly weights: () => Weights;
}

/** Wraps a record; arrays are decoded when they are first asked for. */
export function runOf(record: FinishedRecord, weights: () => Weights | undefined): Run {
  const { specification, reconstruction, responses, readout } = record;
  const label = runLabel(specification);
  const present = <Part>(part: Part | null | undefined, name: string): Part => {
    if (part === null || part === undefined) throw new UserError(`The record of ${label} has no ${name}.`);
    return part;
  };
  const images = (): ReconstructionScores => present(reconstruction, 'reconstructions: the model has no autoencoder');
  const neurons = (): ResponseScores => present(responses, 'predicted responses: the model has no readout');
  const decoded = new Map<EncodedArray, NdArray>();
  const decode = (name: string, encoded: EncodedArray): NdArray => {
    const array = decoded.get(encoded) ?? decodeArray(encoded);
    decoded.set(encoded, array);
    if (array.values.length === 0) throw new UserError(`The record of ${label} does not keep its ${name}: train it on this machine.`);
    return array;
  };
  // The functions of simple-statistics and danfo want arrays that may be changed, which nobody does.
  const open = (values: readonly number[]): number[] => values as number[];
  return {
    seed: specification.seed,
    region: specification.region,
    model: formatModelName(specification),
    task: specification.task,
    hash: record.hash,
    specification,
    get mse() { return open(images().mse); },
    get psnr() { return open(images().psnr); },
    get ssim() { return open(images().ssim); },
    get exampleIndices() { return open(images().exampleIndices); },
    get examples() { return decode('pictures', images().examples); },
    hasExamples: (reconstruction?.exampleIndices.length ?? 0) > 0,
    get predictions() { return decode('predictions', neurons().predictions); },
    get pcc() { return open(neurons().pcc); },
    get constantPredictions() { return neurons().constantPredictions; },
    get poissonLoss() { return neurons().poissonLoss; },
    get mask() { return decode('masks', present(readout, 'masks').mask); },
    get featureWeights() { return decode('feature weights', present(readout, 'feature weights').featureWeights); },
    curves: record.curves,
    stages: record.stages,
    steps: record.summary.steps,
    validation: record.summary.validation,
    validationScores: record.validationScores,
    latent: record.latent,
    provenance: record.provenance,
    get hasWeights() { return weights() !== undefined; },
    weights: () => present(weights(), 'weights'),
  };
}
