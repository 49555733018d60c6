import { z } from 'zod';
import { specificationSchema, type RunSpecification } from './specification';

const finite = z.number();
const count = z.int().nonnegative();

/** A single-precision array inside a JSON record: little-endian base64. */
const encodedArray = z.strictObject({ shape: z.array(count), float32: z.base64() });

/**
 * What computed: its device, the threads inside one TensorFlow operation (results repeat only at
 * the same number), versions by name.
 */
const computeDevice = {
  backend: z.string(),
  device: z.string(),
  threads: count,
  libraries: z.record(z.string(), z.string()),
};

/** How and where the record was made; not part of its name. */
const provenance = z.strictObject({
  ...computeDevice,
  node: z.string(),
  platform: z.string(),
  packageVersion: z.string(),
  commit: z.string().nullable(),
  startedAt: z.iso.datetime(),
  seconds: finite.nonnegative(),
  /** Whether training steps ran as one graph; absent where nothing says so. */
  execution: z.enum(['graph', 'eager']).optional(),
});

/** The numbers a table cell shows; null where the model has no such output. */
const summary = z.strictObject({
  mse: finite.nullable(),
  psnr: finite.nullable(),
  ssim: finite.nullable(),
  pcc: finite.nullable(),
  validation: finite,
  steps: count,
});

const reconstructionScores = z.strictObject({
  /** Per test image. */
  mse: z.array(finite),
  psnr: z.array(finite),
  ssim: z.array(finite),
  /** Indices of the test images whose reconstructions are kept, and these, [10, 32, 32]. */
  exampleIndices: z.array(count),
  examples: encodedArray,
});

const responseScores = z.strictObject({
  /** Predicted test responses [T, M]. */
  predictions: encodedArray,
  /** Per neuron; a constant prediction counts as 0. */
  pcc: z.array(finite),
  constantPredictions: count,
  /** Poisson loss on the test images, summed over neurons. */
  poissonLoss: finite,
});

const base = {
  protocol: count,
  hash: z.string().regex(/^[0-9a-f]{16}$/),
  specification: specificationSchema as z.ZodType<RunSpecification>,
  provenance,
};

const finishedRecord = z.strictObject({
  ...base,
  status: z.literal('finished'),
  summary,
  validationScores: z.strictObject({
    mse: finite.nullable(),
    poissonLoss: finite.nullable(),
    pcc: z.array(finite).nullable(),
  }),
  stages: z.array(
    z.strictObject({
      learningRate: finite,
      steps: count,
      bestStep: count,
      bestValidation: finite,
      endedBy: z.enum(['patience', 'maxSteps', 'interrupt']),
    }),
  ),
  curves: z.strictObject({
    step: z.array(count),
    validation: z.array(finite),
    trainingLoss: z.array(finite),
  }),
  reconstruction: reconstructionScores.nullable(),
  responses: responseScores.nullable(),
  /** Spatial masks of the readout, [positions, M], and feature weights [channels, M]. */
  readout: z.strictObject({ mask: encodedArray, featureWeights: encodedArray }).nullable(),
  /**
   * Share of the responses in the gradient of h_i on validation images, with the kept weights; absent
   * without autoencoder or readout, and in records made before it was measured.
   */
  responsesShare: finite.min(0).max(1).optional(),
  /** The codes of the validation images; absent without an autoencoder. */
  latent: z
    .strictObject({
      bitsPerImage: finite.positive(),
      activeUnits: count.nullable(),
      usedCodes: count.nullable(),
      perplexity: finite.nullable(),
    })
    .optional(),
});

/**
 * A run that ended without a result: it diverged or its worker died twice. Never shown as a number.
 */
const failedRecord = z.strictObject({
  ...base,
  status: z.literal('failed'),
  /**
   * A diverged run would diverge again; a crashed one (memory, a killed worker, an error in the
   * code) is tried again next time.
   */
  cause: z.enum(['diverged', 'crashed']),
  reason: z.string().min(1),
});

export const recordSchema = z.discriminatedUnion('status', [finishedRecord, failedRecord]);

type Immutable<Value> = Value extends readonly (infer Item)[]
  ? readonly Immutable<Item>[]
  : Value extends object
    ? { readonly [Key in keyof Value]: Immutable<Value[Key]> }
    : Value;

export type EncodedArray = Immutable<z.infer<typeof encodedArray>>;
export type ComputeDevice = Pick<Provenance, keyof typeof computeDevice>;
export type Provenance = Immutable<z.infer<typeof provenance>>;
export type ReconstructionScores = Immutable<z.infer<typeof reconstructionScores>>;
export type ResponseScores = Immutable<z.infer<typeof responseScores>>;
export type FinishedRecord = Immutable<z.infer<typeof finishedRecord>>;
export type FailedRecord = Immutable<z.infer<typeof failedRecord>>;
export type RunRecord = FinishedRecord | FailedRecord;

/**
 * Whether a record need not be trained again: it finished, or it diverged and would do so again.
 */
export function isSettled(record: RunRecord | undefined): record is RunRecord {
  return record !== undefined && (record.status === 'finished' || record.cause === 'diverged');
}
