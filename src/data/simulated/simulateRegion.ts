import type { NdArray } from '../ndArray';
import { toNdArray } from '../npy';
import { createRandom, type Random } from '../random';
import type { GroundTruth } from '../region';
import { meanOverTrials } from '../responses';
import { IMAGE_SIDE, naturalImages } from './naturalImages';
import { TEST_IMAGES, type PopulationStyle, type RegionParameters } from './regionParameters';
import { calibratePopulation, drawPopulation } from './population';

/**
 * One trial of every rate, independently: 0 with probability exp(-zeroDecay * sqrt(rate)), else gamma distributed, with the rate as mean of both
 * together, which is the form that the trials of the recordings have; they are no spike counts.
 * @param rates of any shape, positive
 * @returns responses of the same shape, non-negative
 */
export function drawTrial(random: Random, rates: NdArray, style: PopulationStyle): NdArray {
  const values = Float32Array.from(rates.values, (rate) => {
    const zeroShare = Math.exp(-style.zeroDecay * Math.sqrt(rate));
    if (random.uniform() < zeroShare) return 0;
    const shape = style.gammaShape + style.gammaShapeGain * rate;
    return (random.gamma(shape) / shape) * (rate / (1 - zeroShare));
  });
  return { shape: rates.shape, values };
}

/** A simulated region as it is stored: source pixels, single trials, and the truth behind them. */
export interface SimulatedRegion {
  /** [N, 961] and [T, 961], 0 ... 255. */
  readonly trainingPixels: Uint8Array;
  readonly testPixels: Uint8Array;
  /** [N, M], one trial. */
  readonly trainingResponses: NdArray;
  /** [R, T, M]. */
  readonly testTrials: NdArray;
  /** [T, M], mean over trials. */
  readonly testResponses: NdArray;
  readonly truth: GroundTruth;
}

/**
 * Simulates one region: the same seed gives the same region, whatever other regions are made.
 * Images, neurons and noise have random streams of their own, so that another number of neurons leaves the images as they are.
 */
export function simulateRegion(parameters: RegionParameters, seed: number): SimulatedRegion {
  const { region, neurons: count, trials, images, population, testImageSet } = parameters;
  const stream = (purpose: string): Random => createRandom(seed, `simulated/${purpose}`);
  const trainingPixels = naturalImages(stream(`region${region}/images`), parameters.trainingImages, images);
  const testPixels = naturalImages(stream(`test-images-${testImageSet}`), TEST_IMAGES, images);
  const neurons = drawPopulation(stream(`region${region}/neurons`), count, population);
  const { trainingRates, respond } = calibratePopulation(neurons, trainingPixels);
  const testRates = respond(testPixels);

  const trainingResponses = drawTrial(stream(`region${region}/training-noise`), trainingRates, population);
  const testNoise = stream(`region${region}/test-noise`);
  const ofTrials = Array.from({ length: trials }, () => [...drawTrial(testNoise, testRates, population).values]);
  const testTrials: NdArray = { shape: [trials, TEST_IMAGES, count], values: Float32Array.from(ofTrials.flat()) };
  return {
    trainingPixels,
    testPixels,
    trainingResponses,
    testTrials,
    testResponses: toNdArray(meanOverTrials(testTrials)),
    truth: {
      trainingRates,
      testRates,
      receptiveFields: {
        shape: [count, IMAGE_SIDE, IMAGE_SIDE],
        values: Float32Array.from(neurons.flatMap((neuron) => [...neuron.receptiveField.quadrature[0]])),
      },
      receptiveFieldCentres: { shape: [count, 2], values: Float32Array.from(neurons.flatMap((neuron) => neuron.receptiveField.centre)) },
      cellTypes: neurons.map((neuron) => neuron.type),
    },
  };
}
