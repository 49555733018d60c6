import { UserError } from '../../errors';
import { rowView, type NdArray } from '../ndArray';
import { toNdArray } from '../npy';
import { createRandom, type Random } from '../random';
import type { GroundTruth, RegionData } from '../region';
import { resizeImages } from '../resize';
import { meanOverTrials } from '../responses';
import { naturalImages, SOURCE_SIDE } from './naturalImages';
import { calibratePopulation, drawPopulation, SEMI_SATURATION } from './population';
import type { Tuning } from './receptiveField';
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

/** What a region was simulated from, and its truth. @throws UserError for recordings. */
function whatWasSimulated({ dataset, region, truth }: RegionData): {
  readonly parameters: RegionParameters;
  readonly truth: GroundTruth;
} {
  const parameters = regionParameters.find((some) => some.region === region);
  if (truth === undefined || parameters === undefined) {
    throw new UserError(
      `Other images cannot be shown to the neurons of region ${region} of ${dataset.name}: only ` +
        'in the simulation is it known what they would answer.',
    );
  }
  const [trainingImages, neurons] = truth.trainingRates.shape;
  return { parameters: { ...parameters, trainingImages, neurons }, truth };
}

function differ(values: ArrayLike<number>, others: ArrayLike<number>): boolean {
  return Array.from(values).some(
    (value, index) => Math.abs(value - others[index]) > 1e-4 * (1 + Math.abs(value)),
  );
}

const anotherSimulation = ({ dataset, region }: RegionData): UserError =>
  new UserError(
    `Region ${region} of ${dataset.name} was simulated with another seed or version than ` +
      "this package's, so that its neurons are not known.",
  );

/** A simulated neuron as the numbers that define it; notebook 00 computes its response by hand. */
export interface SimulatedNeuron {
  readonly type: GroundTruth['cellTypes'][number];
  /** Its Gabor; lengths in pixels of the 31 x 31 grid, angles in radians. */
  readonly tuning: Tuning;
  /** Whether it pools the Gabor and the one a quarter of a wavelength further. */
  readonly pools: boolean;
  /** Contrast at which divisive normalisation halves the drive. */
  readonly semiSaturation: number;
  /** Of the power law. */
  readonly exponent: number;
  /**
   * Inputs from beyond the receptive field: the positive part of a sum of products of two fields'
   * drives, and its share in the variance of the whole drive.
   */
  readonly inputs: readonly {
    readonly share: number;
    readonly pairs: readonly (readonly [Tuning, Tuning])[];
  }[];
  /** Mean of the noise-free responses to the training images. */
  readonly meanRate: number;
  /** Their standard deviation over their mean, as far as the tuning allows. */
  readonly selectivity: number;
  /** A response is 0 with probability exp(-zeroDecay * sqrt(rate)), else gamma distributed. */
  readonly noise: Pick<PopulationStyle, 'zeroDecay' | 'gammaShape' | 'gammaShapeGain'>;
}

/**
 * One neuron of the package's simulation.
 * @param neuron its column in the responses, from 0
 * @throws UserError where there is no such neuron, for recordings, and for a simulation of another
 * seed or version.
 */
export function simulatedNeuron(region: RegionData, neuron: number): SimulatedNeuron {
  const { parameters, truth } = whatWasSimulated(region);
  const { population } = parameters;
  const random = createRandom(SIMULATION_SEED, `simulated/region${region.region}/neurons`);
  const found = drawPopulation(random, parameters.neurons, population)[neuron];
  if (found === undefined) {
    throw new UserError(
      `There is no neuron with the index ${neuron}: region ${region.region} of ` +
        `${region.dataset.name} has ${parameters.neurons} neurons, counted from 0.`,
    );
  }
  const { type, receptiveField, pools, exponent, inputs, meanRate, selectivity } = found;
  if (differ(receptiveField.quadrature[0], rowView(truth.receptiveFields, neuron)))
    throw anotherSimulation(region);
  const { zeroDecay, gammaShape, gammaShapeGain } = population;
  return {
    type,
    tuning: receptiveField.tuning,
    pools,
    semiSaturation: SEMI_SATURATION,
    exponent,
    inputs: inputs.map(({ share, context }) => ({
      share,
      pairs: context.map(([one, other]) => [one.tuning, other.tuning] as const),
    })),
    meanRate,
    selectivity,
    noise: { zeroDecay, gammaShape, gammaShapeGain },
  };
}

/**
 * The simulated neurons behind a region, ready for any images: the judge of what a model predicts
 * for images that nobody recorded. Baseline and gain are those that the region's own training
 * images gave them.
 * @param region of the package's simulation, whatever its number of neurons
 * @param options `holdsContext` leaves the inputs from beyond the receptive field at their mean
 * over the training images: what the receptive fields alone do
 * @returns noise-free mean responses [K, M] to images [K, side, side] or [K, side, side, 1] in [-1,
 * 1]; the neurons see 31 x 31 pixels, to which images of another side are interpolated: a natural
 * image that was enlarged to 32 x 32 comes back a little blurred
 * @throws UserError where no simulated neurons are known: for recordings, and for a simulation of
 * another seed or version.
 * @example
 * const respond = trueNeurons(region);
 * respond(gratings([{ orientation: 0, frequency: 3 }], 31)).shape; // => [1, 102]
 */
export function trueNeurons(
  region: RegionData,
  { holdsContext = false }: { readonly holdsContext?: boolean } = {},
): (images: NdArray) => NdArray {
  const { parameters, truth } = whatWasSimulated(region);
  const { testRates, respond } = drawRegion(parameters, SIMULATION_SEED);
  if (differ(testRates.values, truth.testRates.values)) throw anotherSimulation(region);
  return ({ shape: [count, side], values }) =>
    respond(
      resizeImages(Float64Array.from(values), count, side, SOURCE_SIDE).map(
        (value) => 127.5 * (value + 1),
      ),
      holdsContext,
    );
}
