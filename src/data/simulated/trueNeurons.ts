import { UserError } from '../../errors';
import type { NdArray } from '../ndArray';
import { createRandom, type Random } from '../random';
import type { RegionData } from '../region';
import { resizeImages } from '../resize';
import { IMAGE_SIDE, naturalImages } from './naturalImages';
import { calibratePopulation, drawPopulation, type Pixels } from './population';
import { regionParameters, TEST_IMAGES } from './regionParameters';
import { SIMULATION_SEED } from './writeSimulatedDataset';

/** Images [K, side, side] in [-1, 1] as pixels of the simulation, not rounded. */
function sourcePixels({ shape, values }: NdArray): Pixels {
  const [count, side] = shape;
  const resized = resizeImages(Float64Array.from(values), count, side, IMAGE_SIDE);
  return resized.map((value) => 127.5 * (value + 1));
}

/**
 * The simulated neurons behind a region, ready for any images: the judge of what a model predicts for images that nobody recorded.
 * Baseline and gain are those that the region's own training images gave them.
 * @param region of the package's simulation, whatever its number of neurons
 * @returns noise-free mean responses [K, M] to images [K, side, side] or [K, side, side, 1] in [-1, 1]; the neurons see 31 x 31 pixels,
 * to which images of another side are interpolated: a natural image that was enlarged to 32 x 32 comes back a little blurred
 * @throws UserError where no simulated neurons are known: for recordings, and for a simulation of another seed or version.
 * @example
 * const respond = trueNeurons(region);
 * respond(gratings([{ orientation: 0, frequency: 3 }], 31)).shape; // => [1, 102]
 */
export function trueNeurons({ dataset, region, truth }: RegionData): (images: NdArray) => NdArray {
  const recorded = regionParameters.find((parameters) => parameters.region === region);
  if (truth === undefined || recorded === undefined) {
    throw new UserError(`Region ${region} of ${dataset.name} has no simulated neurons: their responses to other images are known for the data set simulated only.`);
  }
  const stream = (purpose: string): Random => createRandom(SIMULATION_SEED, `simulated/${purpose}`);
  const [trainingImages, neurons] = truth.trainingRates.shape;
  const pixels = naturalImages(stream(`region${region}/images`), trainingImages, recorded.images);
  const population = drawPopulation(stream(`region${region}/neurons`), neurons, recorded.population);
  const { respond } = calibratePopulation(population, pixels);
  const again = respond(naturalImages(stream(`test-images-${recorded.testImageSet}`), TEST_IMAGES, recorded.images));
  if (again.values.some((rate, index) => Math.abs(rate - truth.testRates.values[index]) > 1e-4 * (1 + rate))) {
    throw new UserError(`Region ${region} of ${dataset.name} was simulated with another seed or version than this package's, so that its neurons are not known.`);
  }
  return (images) => respond(sourcePixels(images));
}
