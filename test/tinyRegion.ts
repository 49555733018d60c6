import { ndArray, type NdArray } from '../src/data/ndArray';
import { createRandom } from '../src/data/random';
import type { RegionData } from '../src/data/region';
import type { Hyperparameters, TrainingRequest } from '../src/training/training';

/**
 * A region small enough for a unit test: blurry random images, neurons that respond to the mean of
 * one image quarter each.
 */
export function tinyRegion({
  images = 20,
  neurons = 3,
  testImages = 6,
  seed = 1,
} = {}): RegionData {
  const random = createRandom(seed, 'tiny region');
  const makeImages = (count: number): NdArray => {
    const values = new Float32Array(count * 1024);
    for (let image = 0; image < count; image++) {
      const [a, b, c, d] = [
        random.normal(),
        random.normal(),
        random.normal(),
        random.uniform() * 6,
      ];
      for (let pixel = 0; pixel < 1024; pixel++) {
        const [row, column] = [Math.floor(pixel / 32) / 32 - 0.5, (pixel % 32) / 32 - 0.5];
        values[image * 1024 + pixel] = Math.tanh(
          a * row + b * column + c * Math.sin(d + 6 * row * column),
        );
      }
    }
    return ndArray([count, 32, 32, 1], values);
  };
  const respond = (stimuli: NdArray): NdArray => {
    const count = stimuli.shape[0];
    const values = new Float32Array(count * neurons);
    for (let image = 0; image < count; image++) {
      for (let neuron = 0; neuron < neurons; neuron++) {
        let sum = 0;
        for (let row = 0; row < 16; row++) {
          sum += stimuli.values[image * 1024 + (row + 16 * (neuron % 2)) * 32 + 8 + (neuron % 16)];
        }
        values[image * neurons + neuron] = Math.max(0, 1 + sum / 8);
      }
    }
    return ndArray([count, neurons], values);
  };
  const trainingImages = makeImages(images);
  const shownImages = makeImages(testImages);
  return {
    dataset: { name: 'tiny', kind: 'simulated', fingerprint: 'tiny' },
    region: 1,
    trainingImages,
    trainingResponses: respond(trainingImages),
    testImages: shownImages,
    testResponses: respond(shownImages),
    testTrials: undefined,
    responseScale: 1,
    truth: undefined,
  };
}

/** Hyper-parameters of a training that takes a second. */
export const tinyHyperparameters: Hyperparameters = {
  alpha: 1,
  beta: 1,
  readoutSparsity: 0.001,
  activationSparsity: 0.1,
  sparseLayer: 2,
  learningRate: 0.001,
  batchSize: 8,
  patience: 1000,
  validationInterval: 5,
  stages: 2,
  maxSteps: 10,
  augmentation: 'none',
  weightDecay: 0,
};

/** A training request for `tinyRegion`; pass only what matters to the test. */
export function tinyRequest(
  changes: Partial<Omit<TrainingRequest, 'hyperparameters'>> & {
    readonly hyperparameters?: Partial<Hyperparameters>;
  } = {},
): TrainingRequest {
  return {
    autoencoder: 'CAE',
    readout: 'FR',
    layer: 2,
    task: 'IR',
    neurons: 'all',
    seed: 1,
    ...changes,
    hyperparameters: { ...tinyHyperparameters, ...changes.hyperparameters },
  };
}
