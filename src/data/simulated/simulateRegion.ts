import { UserError } from '../../errors';
import type { NdArray } from '../ndArray';
import { toNdArray } from '../npy';
import { createRandom, type Random } from '../random';
import type { GroundTruth, RegionData } from '../region';
import { resizeImages } from '../resize';
import { meanOverTrials } from '../responses';
import { naturalImages, SOURCE_SIDE } from './naturalImages';
import { calibratePopulation, drawPopulation } from './population';
import {
  regionParameters,
  SIMULATION_SEED,
  TEST_IMAGES,
  type PopulationStyle,
  type RegionParameters,
} from './regionParameters';

/**
 * One trial of every rate, independently: 0 with probability exp(-zeroDecay * sqrt(rate)), else
 * gamma distributed, with the rate as mean of both together, which is the form that the trials of
 * the recordings have; they are no spike counts.
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

/** Trials [R, T, M] of rates [T, M], and their mean over trials. */
export function drawTrials(
  random: Random,
  rates: NdArray,
  trials: number,
  style: PopulationStyle,
): Record<'testTrials' | 'testResponses', NdArray> {
  const { shape, values } = rates;
  const repeated = Float32Array.from(
    { length: trials * values.length },
    (_, position) => values[position % values.length],
  );
  const testTrials = drawTrial(random, { shape: [trials, ...shape], values: repeated }, style);
  return { testTrials, testResponses: toNdArray(meanOverTrials(testTrials)) };
}

/**
 * What a region is before any noise; images and neurons have streams of their own, so that another
 * number of neurons leaves the images as they are.
 */
function drawRegion(
  { region, neurons: count, trainingImages, testImageSet, images, population }: RegionParameters,
  seed: number,
) {
  const stream = (purpose: string): Random => createRandom(seed, `simulated/${purpose}`);
  const trainingPixels = naturalImages(stream(`region${region}/images`), trainingImages, images);
  const testPixels = naturalImages(stream(`test-images-${testImageSet}`), TEST_IMAGES, images);
  const neurons = drawPopulation(stream(`region${region}/neurons`), count, population);
  const { trainingRates, respond } = calibratePopulation(neurons, trainingPixels);
  return {
    trainingPixels,
    testPixels,
    neurons,
    trainingRates,
    testRates: respond(testPixels),
    respond,
    stream,
  };
}

/**
 * Simulates one region as it is stored: the same seed gives the same region, whatever other regions
 * are made.
 * @returns pixels [N, 961] and [T, 961] in 0 ... 255, one trial [N, M] of the training images,
 * trials and mean of the test images, and the truth behind them
 */
export function simulateRegion(parameters: RegionParameters, seed: number) {
  const { region, neurons: count, trials, population } = parameters;
  const { trainingPixels, testPixels, neurons, trainingRates, testRates, stream } = drawRegion(
    parameters,
    seed,
  );
  const truth: GroundTruth = {
    trainingRates,
    testRates,
    receptiveFields: {
      shape: [count, SOURCE_SIDE, SOURCE_SIDE],
      values: Float32Array.from(
        neurons.flatMap((neuron) => [...neuron.receptiveField.quadrature[0]]),
      ),
    },
    receptiveFieldCentres: {
      shape: [count, 2],
      values: Float32Array.from(neurons.flatMap((neuron) => neuron.receptiveField.centre)),
    },
    cellTypes: neurons.map((neuron) => neuron.type),
  };
  return {
    trainingPixels,
    testPixels,
    trainingResponses: drawTrial(
      stream(`region${region}/training-noise`),
      trainingRates,
      population,
    ),
    ...drawTrials(stream(`region${region}/test-noise`), testRates, trials, population),
    truth,
  };
}

/**
 * The simulated neurons behind a region, ready for any images: the judge of what a model predicts
 * for images that nobody recorded. Baseline and gain are those that the region's own training
 * images gave them.
 * @param region of the package's simulation, whatever its number of neurons
 * @returns noise-free mean responses [K, M] to images [K, side, side] or [K, side, side, 1] in [-1,
 * 1]; the neurons see 31 x 31 pixels, to which images of another side are interpolated: a natural
 * image that was enlarged to 32 x 32 comes back a little blurred
 * @throws UserError where no simulated neurons are known: for recordings, and for a simulation of
 * another seed or version.
 * @example
 * const respond = trueNeurons(region);
 * respond(gratings([{ orientation: 0, frequency: 3 }], 31)).shape; // => [1, 102]
 */
export function trueNeurons({ dataset, region, truth }: RegionData): (images: NdArray) => NdArray {
  const recorded = regionParameters.find((parameters) => parameters.region === region);
  if (truth === undefined || recorded === undefined) {
    throw new UserError(
      `Region ${region} of ${dataset.name} has no simulated neurons: their responses to ` +
        'other images are known for the data set simulated only.',
    );
  }
  const [trainingImages, neurons] = truth.trainingRates.shape;
  const { testRates, respond } = drawRegion(
    { ...recorded, trainingImages, neurons },
    SIMULATION_SEED,
  );
  if (
    testRates.values.some(
      (rate, index) => Math.abs(rate - truth.testRates.values[index]) > 1e-4 * (1 + rate),
    )
  ) {
    throw new UserError(
      `Region ${region} of ${dataset.name} was simulated with another seed or version than ` +
        "this package's, so that its neurons are not known.",
    );
  }
  return ({ shape: [count, side], values }) =>
    respond(
      resizeImages(Float64Array.from(values), count, side, SOURCE_SIDE).map(
        (value) => 127.5 * (value + 1),
      ),
    );
}
