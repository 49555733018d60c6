import type { NdArray } from '../data/ndArray';
import { UserError } from '../errors';
import { formatModelName } from '../models/modelName';
import type {
  EncodedArray,
  FinishedRecord,
  ReconstructionScores,
  ResponseScores,
} from '../runs/record';
import { decodeArray, type Weights } from '../runs/recordCodec';
import { runLabel, type RunSpecification } from '../runs/specification';
import type { TrainedModel } from '../training/training';

/**
 * One training and what it gave on the test images. A score that the model does not have, or an
 * array that the record does not keep, throws a UserError that says so when it is asked for.
 */
export interface Run extends Readonly<ReturnType<typeof runOf>> {}

/** Wraps a record; arrays are decoded when they are first asked for. */
export function runOf(record: FinishedRecord, weights: () => Weights | undefined) {
  const { hash, summary, reconstruction, responses, readout, latent, provenance, responsesShare } =
    record;
  const specification: RunSpecification = record.specification;
  const {
    curves,
    stages,
    validationScores,
  }: Pick<TrainedModel, 'curves' | 'stages' | 'validationScores'> = record;
  const label = runLabel(specification);
  const present = <Part>(part: Part | null | undefined, name: string): Part => {
    if (part === null || part === undefined)
      throw new UserError(`The record of ${label} has no ${name}.`);
    return part;
  };
  const images = (): ReconstructionScores =>
    present(reconstruction, 'reconstructions: the model has no autoencoder');
  const neurons = (): ResponseScores =>
    present(responses, 'predicted responses: the model has no readout');
  const decoded = new Map<EncodedArray, NdArray>();
  const decode = (name: string, encoded: EncodedArray): NdArray => {
    const array = decoded.get(encoded) ?? decodeArray(encoded);
    decoded.set(encoded, array);
    if (array.values.length === 0)
      throw new UserError(
        `The record of ${label} does not keep its ${name}: train it on this machine.`,
      );
    return array;
  };
  // The functions of simple-statistics and danfo want arrays that may be changed, which nobody
  // does.
  const open = (values: readonly number[]): number[] => values as number[];
  return {
    seed: specification.seed,
    region: specification.region,
    /** As in the paper's tables: `CAE-FR2`. */
    model: formatModelName(specification),
    task: specification.task,
    /** Name of the record. */
    hash,
    specification,
    /** Squared error per test image, mean over pixels in [-1, 1]. */
    get mse() {
      return open(images().mse);
    },
    /** Peak signal-to-noise ratio per test image in dB, data range 2. */
    get psnr() {
      return open(images().psnr);
    },
    /** Structural similarity per test image (Wang et al. 2004). */
    get ssim() {
      return open(images().ssim);
    },
    /** Which test images were kept as pictures. */
    get exampleIndices() {
      return open(images().exampleIndices);
    },
    /** Reconstructions of these images, [K, 32, 32] in [-1, 1]. */
    get examples() {
      return decode('pictures', images().examples);
    },
    /** Whether the record keeps `examples`. */
    hasExamples: (reconstruction?.exampleIndices.length ?? 0) > 0,
    /** Predicted test responses [T, M] of the M fitted neurons. */
    get predictions() {
      return decode('predictions', neurons().predictions);
    },
    /**
     * Correlation of predictions and responses over test images, one a fitted neuron; a constant
     * prediction counts as 0.
     */
    get pcc() {
      return open(neurons().pcc);
    },
    /** How many neurons got a constant prediction. */
    get constantPredictions() {
      return neurons().constantPredictions;
    },
    /** On the test images, summed over neurons. */
    get poissonLoss() {
      return neurons().poissonLoss;
    },
    /** Spatial masks [positions, M] of a factorized or fixed-mask readout. */
    get mask() {
      return decode('masks', present(readout, 'masks').mask);
    },
    /** Feature weights [channels, M] of the same readouts. */
    get featureWeights() {
      return decode('feature weights', present(readout, 'feature weights').featureWeights);
    },
    curves,
    stages,
    steps: summary.steps,
    /** Best value of the early-stopping criterion: validation MSE (IR) or Poisson loss (NRS). */
    validation: summary.validation,
    /**
     * On the validation images, by which choices are made; the test images have no part in them.
     */
    validationScores,
    /** The codes of the validation images; undefined without an autoencoder. */
    latent,
    /** Share of the responses in the gradient of h_i; undefined where it was not measured. */
    responsesShare,
    provenance,
    /** Whether the record keeps `weights`. */
    get hasWeights() {
      return weights() !== undefined;
    },
    /** The trained parameters by name. */
    weights: () => present(weights(), 'weights'),
  };
}
