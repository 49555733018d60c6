import { ndArray, type NdArray } from '../../src/data/ndArray';
import { createRandom } from '../../src/data/random';
import type { DatasetIdentity } from '../../src/data/region';
import type { BaselineReconstruction, RegionEvidence } from '../../src/experiments/evidence';
import type { ExperimentContext, ExperimentMaterial, RecordLookup } from '../../src/experiments/experiment';
import { noiseCeiling } from '../../src/metrics/noiseCeiling';
import { pearsonPerNeuron } from '../../src/metrics/pearsonPerNeuron';
import { formatModelName } from '../../src/models/modelName';
import { encodeArray } from '../../src/runs/recordCodec';
import type { FinishedRecord, RunRecord } from '../../src/runs/record';
import type { RunSpecification } from '../../src/runs/specification';
import { specificationHash } from '../../src/runs/specificationHash';
import { tinyProvenance } from '../runs/tinyRun';

export const images = 20;
export const neurons = 4;
const trials = 5;

export const simulated: DatasetIdentity = { name: 'simulated', kind: 'simulated', fingerprint: 'f00d' };

export function fakeContext(changes: Partial<ExperimentContext> = {}): ExperimentContext {
  return { dataset: simulated, regions: [1, 2, 3], preset: 'paper', seeds: [1, 2], ...changes };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

const madeNoise = new Map<string, NdArray>();

/** The same array for the same name; drawing it again for each of a thousand records would be most of a test's time. */
function noise(shape: readonly number[], stream: string): NdArray {
  const key = `${stream} ${shape.join()}`;
  const made = madeNoise.get(key) ?? makeNoise(shape, stream);
  madeNoise.set(key, made);
  return made;
}

function makeNoise(shape: readonly number[], stream: string): NdArray {
  const random = createRandom(1, stream);
  return ndArray(
    shape,
    Float32Array.from({ length: shape.reduce((product, length) => product * length, 1) }, () => random.normal()),
  );
}

/** The responses that all fake regions share: a signal per image and neuron, with noise in every trial. */
export const signal = noise([images, neurons], 'signal').values.map((value) => Math.abs(value) + 1);

/** Predictions that correlate with the signal the better the smaller `error` is. */
export function predictions(error: number, stream: string): NdArray {
  const disturbance = noise([images, neurons], stream).values;
  return ndArray(
    [images, neurons],
    signal.map((value, index) => value + error * disturbance[index]),
  );
}

function baseline(mse: number): BaselineReconstruction {
  const ofImage = (value: number): number[] => Array.from({ length: images }, (_, index) => value * (1 + index / images));
  return { mse: ofImage(mse), psnr: ofImage(20), ssim: ofImage(0.5), examples: noise([10, 32, 32, 1], `baseline ${mse}`) };
}

export function fakeEvidence(region: number, dataset: DatasetIdentity = simulated): RegionEvidence {
  const testResponses = ndArray([images, neurons], signal);
  const raw = noise([trials, images, neurons], 'trials');
  const testTrials = ndArray(
    [trials, images, neurons],
    raw.values.map((value, index) => signal[index % signal.length] + 0.3 * value),
  );
  const linear = predictions(1, 'linear');
  return {
    dataset,
    region,
    neurons,
    trainingImages: 100,
    trials,
    exampleIndices: [0, 2, 4, 6, 8, 10, 12, 14, 16, 18],
    testStimuli: noise([images, 32, 32, 1], `stimuli ${region}`),
    testResponses,
    meanImage: baseline(0.3),
    dct64: baseline(0.05),
    pca100: baseline(0.03),
    linearNonlinear: { predictions: linear, pcc: pearsonPerNeuron(linear, testResponses).pcc },
    noiseCeiling: noiseCeiling(testTrials),
    calibration: null,
    locatedFields: null,
  };
}

const examples = encodeArray(noise([10, 32, 32], 'examples'));

export interface FakeScores {
  /** Mean over the test images. */
  readonly mse: number;
  /** Noise on the predictions. */
  readonly error: number;
}

/** The record that a training with these scores would leave. */
export function fakeRecord(specification: RunSpecification, { mse, error }: FakeScores): FinishedRecord {
  const { autoencoder, readout, region, seed } = specification;
  const name = `${formatModelName(specification)} ${region} ${seed}`;
  const difficulty = Array.from({ length: images }, (_, index) => 0.5 + index / (images - 1));
  const perImage = difficulty.map((factor) => factor * mse);
  const predicted = predictions(error, name);
  const { pcc, constantPredictions } = pearsonPerNeuron(predicted, ndArray([images, neurons], signal));
  return {
    protocol: 1,
    hash: specificationHash(specification),
    specification,
    provenance: tinyProvenance,
    status: 'finished',
    summary: {
      mse: autoencoder && mean(perImage),
      psnr: autoencoder && 20,
      ssim: autoencoder && 0.5,
      pcc: readout && mean(pcc),
      validation: 1,
      steps: 100,
    },
    stages: [{ learningRate: 0.001, steps: 100, bestStep: 100, bestValidation: 1, endedBy: 'maxSteps' }],
    curves: { step: [50, 100], validation: [2, 1], trainingLoss: [3, 2] },
    reconstruction: autoencoder && {
      mse: perImage,
      psnr: perImage.map((value) => 10 * Math.log10(4 / value)),
      ssim: perImage.map(() => 0.5),
      exampleIndices: [0, 2, 4, 6, 8, 10, 12, 14, 16, 18],
      examples,
    },
    responses: readout && { predictions: encodeArray(predicted), pcc, constantPredictions, poissonLoss: 1 },
    readout: null,
  };
}

/** Scores for a specification; undefined leaves the run out. */
export type FakeResult = (specification: RunSpecification) => FakeScores | 'failed' | undefined;

export function fakeLookup(result: FakeResult): RecordLookup {
  const known = new Map<string, RunRecord | undefined>();
  const make = (specification: RunSpecification): RunRecord | undefined => {
    const scores = result(specification);
    if (scores !== 'failed') return scores && fakeRecord(specification, scores);
    const { protocol, hash, provenance } = fakeRecord(specification, { mse: 1, error: 1 });
    return { protocol, hash, specification, provenance, status: 'failed', cause: 'diverged', reason: 'The loss became NaN.' };
  };
  return (specification) => {
    const hash = specificationHash(specification);
    if (!known.has(hash)) known.set(hash, make(specification));
    return known.get(hash);
  };
}

export function fakeMaterial(
  result: FakeResult,
  changes: Partial<ExperimentContext> = {},
  committed?: FakeResult,
): ExperimentMaterial {
  const context = fakeContext(changes);
  return {
    context,
    lookup: fakeLookup(result),
    committed: committed && fakeLookup(committed),
    evidence: new Map(context.regions.map((region) => [region, fakeEvidence(region, context.dataset)])),
  };
}
