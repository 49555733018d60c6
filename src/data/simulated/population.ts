import type { NdArray } from '../ndArray';
import type { Random } from '../random';
import type { GroundTruth } from '../region';
import { IMAGE_SIDE } from './images';
import type { PopulationStyle } from './parameters';
import { drawReceptiveField, type ReceptiveField } from './receptiveField';

const PIXELS = IMAGE_SIDE * IMAGE_SIDE;
/** Contrast (root mean square, where full contrast is 1) at which divisive normalisation halves the drive. */
const SEMI_SATURATION = 0.15;
/** Exponents of the power law: 2 in the model of Heeger (1992), 2 to 5 measured by Priebe & Ferster (2008). */
const LEAST_EXPONENT = 1.5;
const EXPONENT_RANGE = 1.5;
/** Selectivity of neurons that count as unresponsive. */
const UNRESPONSIVE_SELECTIVITY = 0.05;

/** A simulated neuron: Gabor -> rectification or energy -> divisive normalisation -> power law -> baseline and gain. */
export interface SimulatedNeuron {
  readonly type: GroundTruth['cellTypes'][number];
  readonly receptiveField: ReceptiveField;
  /** Whether it pools the quadrature pair; unresponsive neurons are of either kind. */
  readonly pools: boolean;
  /** Exponent of the power law. */
  readonly exponent: number;
  /** Mean response to the training images. */
  readonly meanRate: number;
  /** Coefficient of variation of the rate over training images, as far as the tuning allows. */
  readonly selectivity: number;
}

/** Value at a share (0 ... 1) of the neurons, between equally spaced quantiles. */
function atQuantile(quantiles: readonly number[], share: number): number {
  const position = share * (quantiles.length - 1);
  const below = Math.min(quantiles.length - 2, Math.floor(position));
  return quantiles[below] + (position - below) * (quantiles[below + 1] - quantiles[below]);
}

/**
 * Draws the neurons of one region. Kinds and selectivities are dealt out, not drawn one by one,
 * so that populations of any seed and size have the same composition.
 */
export function drawPopulation(random: Random, count: number, style: PopulationStyle): readonly SimulatedNeuron[] {
  const kindRanks = random.permutation(count);
  const selectivityRanks = random.permutation(count);
  return selectivityRanks.map((selectivityRank, index) => {
    const share = (selectivityRank + 0.5) / count;
    const pools = (kindRanks[index] + 0.5) / count < style.complexShare;
    const unresponsive = share < style.unresponsiveShare;
    const selectivity = unresponsive ? UNRESPONSIVE_SELECTIVITY : atQuantile(style.selectivityQuantiles, share);
    const meanRate = (style.baseRate + style.rateGain * selectivity) * Math.exp(style.rateSpread * random.normal());
    return {
      type: unresponsive ? 'unresponsive' : pools ? 'complex' : 'simple',
      receptiveField: drawReceptiveField(random),
      pools,
      exponent: LEAST_EXPONENT + EXPONENT_RANGE * random.uniform(),
      meanRate,
      selectivity,
    };
  });
}

/** Normalised drive of one neuron by every image, before baseline and gain. */
function normalisedDrive(neuron: SimulatedNeuron, images: Uint8Array): Float64Array {
  const { pixels, envelope, quadrature } = neuron.receptiveField;
  return Float64Array.from({ length: images.length / PIXELS }, (_, image) => {
    let [first, second, mean, square] = [0, 0, 0, 0];
    for (const pixel of pixels) {
      const luminance = images[image * PIXELS + pixel] / 127.5 - 1;
      first += quadrature[0][pixel] * luminance;
      second += quadrature[1][pixel] * luminance;
      mean += envelope[pixel] * luminance;
      square += envelope[pixel] * luminance * luminance;
    }
    const drive = neuron.pools ? Math.sqrt(first * first + second * second) : Math.max(0, first);
    const contrast = Math.sqrt(Math.max(0, square - mean * mean));
    return (drive / (SEMI_SATURATION + contrast)) ** neuron.exponent;
  });
}

/**
 * Noise-free mean responses.
 * Baseline and gain of every neuron are set on the training images, and then hold for the test images.
 * @param training [N, 31, 31] pixels in 0 ... 255
 * @param test [T, 31, 31]
 * @returns rates [N, M] and [T, M]
 */
export function populationRates(neurons: readonly SimulatedNeuron[], training: Uint8Array, test: Uint8Array): { training: NdArray; test: NdArray } {
  const shapes = [training, test].map((images) => [images.length / PIXELS, neurons.length] as const);
  const rates = shapes.map(([count, width]) => new Float32Array(count * width));
  neurons.forEach((neuron, index) => {
    const drives = [normalisedDrive(neuron, training), normalisedDrive(neuron, test)];
    const mean = drives[0].reduce((sum, drive) => sum + drive, 0) / drives[0].length;
    const variance = drives[0].reduce((sum, drive) => sum + (drive - mean) ** 2, 0) / drives[0].length;
    const modulation = Math.min(1, (neuron.selectivity * mean) / Math.sqrt(variance));
    drives.forEach((drive, set) => {
      drive.forEach((value, image) => {
        rates[set][image * neurons.length + index] = neuron.meanRate * (1 - modulation + (modulation * value) / mean);
      });
    });
  });
  return { training: { shape: shapes[0], values: rates[0] }, test: { shape: shapes[1], values: rates[1] } };
}
