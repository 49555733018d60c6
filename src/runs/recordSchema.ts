import { z } from 'zod';
import type { Hyperparameters } from '../training/hyperparameters';
import { responseSources } from '../training/training';
import type { RunRecord } from './record';
import type { RunSpecification } from './specification';

const finite = z.number();
const count = z.int().nonnegative();
const layer = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]);
const readout = z.enum(['FR', 'FC', 'FM']).nullable();
const encodedArray = z.strictObject({ shape: z.array(count), float32: z.base64() });

/** What every hyper-parameter may be, and therefore what a user may set. */
export const hyperparametersSchema = z.strictObject({
  alpha: finite.nonnegative(),
  beta: finite.nonnegative(),
  readoutSparsity: finite.nonnegative(),
  activationSparsity: finite.nonnegative(),
  sparseLayer: layer,
  learningRate: finite.positive(),
  batchSize: z.int().positive(),
  patience: z.int().positive(),
  validationInterval: z.int().positive(),
  stages: z.literal([1, 2]),
  maxSteps: z.int().positive(),
  augmentation: z.enum(['none', 'flips and transpositions']),
  weightDecay: finite.nonnegative(),
  normalization: z.enum(['batch', 'none']).optional(),
  outputVariance: finite.positive().optional(),
  codebook: z.enum(['256 codes of 32', '32 codes of 256']).optional(),
}) satisfies z.ZodType<Hyperparameters>;

/** Unknown keys are refused: a typing mistake must not silently train something else. */
export const specificationSchema = z.strictObject({
  dataset: z.string().min(1),
  dataFingerprint: z.string().min(1),
  region: count,
  preset: z.enum(['smoke', 'quick', 'paper', 'search']),
  autoencoder: z.enum(['CAE', 'VAE', 'VQ-VAE']).nullable(),
  readout,
  layer: layer.nullable(),
  task: z.enum(['IR', 'NRS']),
  neurons: z.union([z.literal('all'), z.array(count)]),
  seed: count,
  hyperparameters: hyperparametersSchema,
  trainingShare: finite.positive().max(1).optional(),
  responses: z.enum(responseSources).optional(),
  frozenEncoder: z.strictObject({
    mapping: z.enum(['fitted afterwards', 'unfitted']),
    readout,
    layer: layer.nullable(),
    hyperparameters: hyperparametersSchema,
  }).optional(),
}) satisfies z.ZodType<RunSpecification>;

const provenance = z.strictObject({
  backend: z.string(),
  device: z.string(),
  threads: count,
  node: z.string(),
  platform: z.string(),
  packageVersion: z.string(),
  libraries: z.record(z.string(), z.string()),
  commit: z.string().nullable(),
  startedAt: z.iso.datetime(),
  seconds: finite.nonnegative(),
});

const base = {
  protocol: count,
  hash: z.string().regex(/^[0-9a-f]{16}$/),
  specification: specificationSchema,
  provenance,
};

const finishedRecord = z.strictObject({
  ...base,
  status: z.literal('finished'),
  summary: z.strictObject({
    mse: finite.nullable(),
    psnr: finite.nullable(),
    ssim: finite.nullable(),
    pcc: finite.nullable(),
    validation: finite,
    steps: count,
  }),
  validationScores: z.strictObject({ mse: finite.nullable(), poissonLoss: finite.nullable(), pcc: z.array(finite).nullable() }),
  stages: z.array(z.strictObject({
    learningRate: finite,
    steps: count,
    bestStep: count,
    bestValidation: finite,
    endedBy: z.enum(['patience', 'maxSteps', 'interrupt']),
  })),
  curves: z.strictObject({ step: z.array(count), validation: z.array(finite), trainingLoss: z.array(finite) }),
  reconstruction: z.strictObject({
    mse: z.array(finite),
    psnr: z.array(finite),
    ssim: z.array(finite),
    exampleIndices: z.array(count),
    examples: encodedArray,
  }).nullable(),
  responses: z.strictObject({
    predictions: encodedArray,
    pcc: z.array(finite),
    constantPredictions: count,
    poissonLoss: finite,
  }).nullable(),
  readout: z.strictObject({ mask: encodedArray, featureWeights: encodedArray }).nullable(),
  latent: z.strictObject({
    bitsPerImage: finite.positive(),
    activeUnits: count.nullable(),
    usedCodes: count.nullable(),
    perplexity: finite.nullable(),
  }).optional(),
});

const failedRecord = z.strictObject({
  ...base,
  status: z.literal('failed'),
  cause: z.enum(['diverged', 'crashed']),
  reason: z.string().min(1),
});

export const recordSchema = z.discriminatedUnion('status', [finishedRecord, failedRecord]) satisfies z.ZodType<RunRecord>;
