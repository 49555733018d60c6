import { ndArray } from '../../src/data/ndArray';
import type { Dataset, RegionData } from '../../src/data/region';
import type { RunRecord } from '../../src/runs/record';
import type { RecordStore } from '../../src/runs/recordStore';
import type { RunSpecification } from '../../src/runs/specification';
import type { TrainingResult } from '../../src/training/training';

export const tinySpecification: RunSpecification = {
  dataset: 'tiny',
  dataFingerprint: 'f00d',
  region: 1,
  preset: 'smoke',
  autoencoder: 'CAE',
  readout: 'FR',
  layer: 2,
  task: 'IR',
  neurons: 'all',
  seed: 1,
  hyperparameters: {
    alpha: 1,
    beta: 0.5,
    readoutSparsity: 0.01,
    activationSparsity: 0,
    sparseLayer: 2,
    learningRate: 0.001,
    batchSize: 4,
    patience: 10,
    validationInterval: 5,
    stages: 2,
    maxSteps: 20,
    augmentation: 'none',
    weightDecay: 0,
  },
};

/** A specification that differs in its seed only. */
export function seeded(seed: number): RunSpecification {
  return { ...tinySpecification, seed };
}

function wave(shape: readonly number[], phase: number): ReturnType<typeof ndArray> {
  const count = shape.reduce((product, length) => product * length, 1);
  return ndArray(
    shape,
    Float32Array.from({ length: count }, (_, index) => Math.sin(index * 0.37 + phase)),
  );
}

function positive(shape: readonly number[], phase: number): ReturnType<typeof ndArray> {
  const { values } = wave(shape, phase);
  return ndArray(
    shape,
    values.map((value) => value + 1.5),
  );
}

/** 8 training images, 12 test images, 3 neurons. */
export const tinyRegion: RegionData = {
  dataset: { name: 'tiny', kind: 'simulated', fingerprint: 'f00d' },
  region: 1,
  trainingImages: wave([8, 32, 32, 1], 0),
  trainingResponses: positive([8, 3], 1),
  testImages: wave([12, 32, 32, 1], 2),
  testResponses: positive([12, 3], 3),
  testTrials: undefined,
  responseScale: 1,
  truth: undefined,
};

export const tinyDataset: Dataset = {
  identity: tinyRegion.dataset,
  folder: '/nowhere',
  regions: [1],
  loadRegion: async () => tinyRegion,
};

/** What a training of the tiny region might give. */
export function tinyTraining(changes: Partial<TrainingResult> = {}): TrainingResult {
  return {
    status: 'finished',
    steps: 20,
    execution: 'graph',
    validation: 0.25,
    validationScores: { mse: 0.25, poissonLoss: 2.5, pcc: [0.5, 0.25, 0] },
    stages: [
      { learningRate: 0.001, steps: 20, bestStep: 15, bestValidation: 0.25, endedBy: 'maxSteps' },
    ],
    curves: {
      step: [5, 10, 15, 20],
      validation: [0.5, 0.4, 0.25, 0.3],
      trainingLoss: [2, 1.5, 1.2, 1.1],
    },
    reconstructions: wave([12, 32, 32, 1], 2.1),
    predictions: positive([12, 3], 3.3),
    readout: { mask: wave([64, 3], 0), featureWeights: wave([64, 3], 1) },
    latent: { bitsPerImage: 3200, activeUnits: null, usedCodes: null, perplexity: null },
    weights: { 'encoder/kernel': wave([4, 4, 1, 2], 0), 'encoder/bias': wave([2], 1) },
    ...changes,
  };
}

/** Keeps nothing. */
export const emptyStore: RecordStore = {
  folder: '/nowhere',
  read: () => undefined,
  readWeights: () => undefined,
  write: async () => undefined,
  hashes: () => [],
  claimPath: () => '/nowhere/run.claim',
};

export const tinyProvenance: RunRecord['provenance'] = {
  backend: 'tensorflow',
  device: 'CPU',
  threads: 1,
  node: 'v20.20.0',
  platform: 'linux-x64',
  packageVersion: '0.1.0',
  libraries: { 'tfjs-core': '4.22.0' },
  commit: null,
  startedAt: '2026-01-01T00:00:00.000Z',
  seconds: 1,
};
