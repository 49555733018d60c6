import { z } from 'zod';
import { formatModelName } from '../models/modelName';
import { responseSources, type Hyperparameters, type TrainingRequest } from '../training/training';

export const presetNames = ['smoke', 'quick', 'paper'] as const;
export type PresetName = (typeof presetNames)[number];

/**
 * Everything that decides the result of one training, as plain data. Its hash names the run's
 * record.
 */
export interface RunSpecification extends TrainingRequest {
  readonly dataset: string;
  readonly dataFingerprint: string;
  readonly region: number;
  /** `search`: a trial of the hyper-parameter search. */
  readonly preset: PresetName | 'search';
}

const count = z.int().nonnegative();
const weight = z.number().nonnegative();
const layer = z.literal([1, 2, 3, 4]);
const readout = z.enum(['FR', 'FC', 'FM']).nullable();

/** What every hyper-parameter may be, and therefore what a user may set. */
export const hyperparametersSchema = z.strictObject({
  alpha: weight,
  beta: weight,
  readoutSparsity: weight,
  activationSparsity: weight,
  sparseLayer: layer,
  learningRate: z.number().positive(),
  batchSize: z.int().positive(),
  patience: z.int().positive(),
  validationInterval: z.int().positive(),
  stages: z.literal([1, 2]),
  maxSteps: z.int().positive(),
  augmentation: z.enum(['none', 'flips and transpositions']),
  weightDecay: weight,
  normalization: z.enum(['batch', 'none']).optional(),
  outputVariance: z.number().positive().optional(),
  latentDimensions: z.int().positive().optional(),
}) satisfies z.ZodType<Hyperparameters>;

/** Unknown keys are refused: a typing mistake must not silently train something else. */
export const specificationSchema = z.strictObject({
  dataset: z.string().min(1),
  dataFingerprint: z.string().min(1),
  region: count,
  preset: z.enum([...presetNames, 'search']),
  autoencoder: z.enum(['CAE', 'VAE', 'VQ-VAE']).nullable(),
  readout,
  layer: layer.nullable(),
  task: z.enum(['IR', 'NRS']),
  neurons: z.union([z.literal('all'), z.array(count)]),
  seed: count,
  hyperparameters: hyperparametersSchema,
  trainingShare: z.number().positive().max(1).optional(),
  targets: z.literal('shuffled over images').optional(),
  responses: z.enum(responseSources).optional(),
  teacher: z.strictObject({ layer, hyperparameters: hyperparametersSchema }).optional(),
  frozenEncoder: z
    .strictObject({
      mapping: z.enum(['fitted afterwards', 'unfitted']),
      readout,
      layer: layer.nullable(),
      hyperparameters: hyperparametersSchema,
    })
    .optional(),
  pretrainedLayers: layer.optional(),
}) satisfies z.ZodType<RunSpecification>;

/**
 * The run on whose frozen encoder, or first layers of it, a run builds; undefined for one that
 * trains its whole network.
 */
export function encoderRun({
  frozenEncoder,
  pretrainedLayers,
  ...run
}: RunSpecification): RunSpecification | undefined {
  if (pretrainedLayers !== undefined) return { ...run, trainingShare: undefined };
  if (frozenEncoder === undefined) return undefined;
  const { mapping: _, ...encoder } = frozenEncoder;
  const trained: RunSpecification = { ...run, ...encoder, task: 'IR', neurons: 'all' };
  return encoder.readout === null ? withoutResponses(trained) : trained;
}

/** An autoencoder alone is the same whatever responses a readout on it is fitted to. */
const withoutResponses = ({
  responses: _responses,
  teacher: _teacher,
  ...run
}: RunSpecification): RunSpecification => run;

/** The training of the teacher whose units a run fits; undefined for a run without one. */
export function teacherRun(run: RunSpecification): RunSpecification | undefined {
  if (run.teacher === undefined) return undefined;
  const { dataset, dataFingerprint, region, preset, seed, teacher } = run;
  return {
    dataset,
    dataFingerprint,
    region,
    preset,
    autoencoder: 'CAE',
    readout: null,
    layer: null,
    task: 'IR',
    neurons: 'all',
    seed,
    hyperparameters: teacher.hyperparameters,
  };
}

/** The runs whose weights a run needs. */
export function runsBefore(run: RunSpecification): RunSpecification[] {
  return [encoderRun(run), teacherRun(run)].filter((before) => before !== undefined);
}

/** The model of a run, and what of it was trained before: `CAE-FR2 fitted afterwards`. */
export function modelLabel({
  frozenEncoder,
  pretrainedLayers,
  ...model
}: RunSpecification): string {
  return [
    formatModelName(model),
    frozenEncoder?.mapping,
    pretrainedLayers && 'with pretrained layers',
  ]
    .filter(Boolean)
    .join(' ');
}

/** What the seeds of a training share, in a few words: `region 3 CAE-FR2 IR`. */
export function cellLabel(specification: RunSpecification): string {
  const { region, task, neurons } = specification;
  return `region ${region} ${modelLabel(specification)} ${task}${neurons === 'all' ? '' : ` ${neurons.length} neurons`}`;
}

/** A run in a few words, for progress lines and messages: `region 3 CAE-FR2 IR seed 1`. */
export const runLabel = (specification: RunSpecification): string =>
  `${cellLabel(specification)} seed ${specification.seed}`;
