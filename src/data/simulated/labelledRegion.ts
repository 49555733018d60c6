import type { NdArray } from '../ndArray';
import { createRandom, type Random } from '../random';
import type { Labels, RegionData } from '../region';
import { IMAGE_SIDE, resizeImages } from '../resize';
import { SOURCE_PIXELS, SOURCE_SIDE } from './naturalImages';
import { regionParameters } from './regionParameters';
import { drawTrial, drawTrials, trueNeurons } from './simulateRegion';
import { createTexture, standardise } from './texture';

/**
 * Range of an image's standard deviation, where full contrast is 1: low enough that hardly a pixel
 * is clipped, so that no class is brighter or stronger than another.
 */
const CONTRASTS = [0.2, 0.4] as const;

/**
 * Luminance of a structure at a point, by its distance from the middle across and along a random
 * direction.
 */
type Structure = (across: number, along: number) => number;

const between = (random: Random, low: number, high: number): number =>
  low + (high - low) * random.uniform();

/**
 * The classes: they differ in structure only. Place, direction, size and polarity of each are
 * random.
 */
const structures: Readonly<Record<string, (random: Random) => Structure>> = {
  edge: (random) => {
    const place = between(random, -5, 5);
    return (across) => Math.tanh(across - place);
  },
  bars: (random) => {
    const [wavelength, phase] = [between(random, 5, 11), between(random, 0, 2 * Math.PI)];
    return (across) => Math.sin((2 * Math.PI * across) / wavelength + phase);
  },
  disc: (random) => {
    const [x, y, radius] = [between(random, -5, 5), between(random, -5, 5), between(random, 5, 9)];
    return (across, along) => Math.tanh(radius - Math.hypot(across - x, along - y));
  },
};

/** Class names, in the order of the labels. */
const structureClasses: readonly string[] = Object.keys(structures);

/** Images [count, 31, 31] in [-1, 1], the classes in turn. */
function drawImages(random: Random, count: number, roughness: number): NdArray {
  const texture = createTexture(random);
  const values = new Float32Array(count * SOURCE_PIXELS);
  for (let image = 0; image < count; image++) {
    const structure = structures[structureClasses[image % structureClasses.length]](random);
    const direction = between(random, 0, 2 * Math.PI);
    const polarity = random.uniform() < 0.5 ? -1 : 1;
    const [offsetX, offsetY] = [between(random, 0, 256), between(random, 0, 256)];
    const luminances = Float64Array.from({ length: SOURCE_PIXELS }, (_, pixel) => {
      const y = Math.floor(pixel / SOURCE_SIDE) - (SOURCE_SIDE - 1) / 2;
      const x = (pixel % SOURCE_SIDE) - (SOURCE_SIDE - 1) / 2;
      const across = x * Math.cos(direction) + y * Math.sin(direction);
      const along = y * Math.cos(direction) - x * Math.sin(direction);
      return polarity * structure(across, along) + roughness * texture(offsetX + x, offsetY + y);
    });
    standardise(luminances);
    const contrast = between(random, ...CONTRASTS);
    values.set(
      luminances.map((luminance) => Math.min(1, Math.max(-1, contrast * luminance))),
      image * SOURCE_PIXELS,
    );
  }
  return { shape: [count, SOURCE_SIDE, SOURCE_SIDE], values };
}

export interface LabelledOptions {
  /** Images of a class. */
  readonly training: number;
  readonly test: number;
  /** Times that every test image is shown; training images are shown once. */
  readonly trials: number;
  readonly seed: number;
  /** Standard deviation of the 1/f texture that covers the structure, whose own amplitude is 1. */
  readonly roughness: number;
}

/**
 * Images of three classes, shown to the simulated neurons of a region: edges, bars and discs under
 * a texture, alike in mean and contrast. Training and test images are drawn one by one, so that no
 * image, and no trial of it, is in both.
 * @throws UserError for recordings, whose neurons cannot be shown anything
 */
export function simulateLabelled(
  region: RegionData,
  { training, test, trials, seed, roughness }: LabelledOptions,
): RegionData & { readonly labels: Labels } {
  const respond = trueNeurons(region);
  const style = regionParameters.find(
    (parameters) => parameters.region === region.region,
  )!.population;
  const noise = createRandom(seed, 'simulated/labelled/noise');
  const draw = (perClass: number, purpose: string): NdArray =>
    drawImages(
      createRandom(seed, `simulated/labelled/${purpose}`),
      perClass * structureClasses.length,
      roughness,
    );
  const forModels = ({ shape: [count], values }: NdArray): NdArray => ({
    shape: [count, IMAGE_SIDE, IMAGE_SIDE, 1],
    values: Float32Array.from(resizeImages(Float64Array.from(values), count, SOURCE_SIDE)),
  });
  const labelsOf = ({ shape }: NdArray): number[] =>
    Array.from({ length: shape[0] }, (_, image) => image % structureClasses.length);
  const [trainingImages, testImages] = [draw(training, 'training'), draw(test, 'test')];
  const shown = drawTrials(noise, respond(testImages), trials, style);
  return {
    ...region,
    trainingImages: forModels(trainingImages),
    trainingResponses: drawTrial(noise, respond(trainingImages), style),
    testImages: forModels(testImages),
    ...shown,
    responseScale: 1,
    truth: undefined,
    labels: {
      classes: structureClasses,
      training: labelsOf(trainingImages),
      test: labelsOf(testImages),
    },
  };
}
