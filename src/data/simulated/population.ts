import type { NdArray } from '../ndArray';
import type { Random } from '../random';
import type { GroundTruth } from '../region';
import { SOURCE_PIXELS } from './naturalImages';
import type { PopulationStyle } from './regionParameters';
import { drawTuning, receptiveField, scatterTuning, type ReceptiveField } from './receptiveField';


/** Images one after the other, [count * 31 * 31], in 0 ... 255; rounded where they were stored. */
export type Pixels = Uint8Array | Float64Array;
/** Contrast (root mean square, where full contrast is 1) at which divisive normalisation halves the drive. */
const SEMI_SATURATION = 0.15;
/** Pairs of fields in one context. */
const CONTEXT_PAIRS = 6;
/**
 * Exponents of the power law: 2 in the model of Heeger (1992), 2 to 5 measured by Priebe & Ferster (2008).
 * Here they are lower, since with those the LN model falls further behind CNN-FR2 than on the recordings.
 */
const LEAST_EXPONENT = 1;
const EXPONENT_RANGE = 1;
/** Selectivity of neurons that count as unresponsive. */
const UNRESPONSIVE_SELECTIVITY = 0.05;

/** Pairs of fields anywhere in the image: the more they agree in what they see, the stronger the input. No single filter predicts it. */
type Context = readonly (readonly [ReceptiveField, ReceptiveField])[];

/** An input from beyond the receptive field; an assumption (see `PopulationStyle`). */
interface ContextInput {
  /** The same object for all cells that have the input in common. */
  readonly context: Context;
  /** Share of the input in the variance of the cell's drive, if its parts are uncorrelated. */
  readonly share: number;
}

/** A simulated neuron: Gabor -> rectification or energy -> divisive normalisation -> power law, plus context inputs -> baseline and gain. */
export interface SimulatedNeuron {
  readonly type: GroundTruth['cellTypes'][number];
  readonly receptiveField: ReceptiveField;
  /** Whether it pools the quadrature pair; unresponsive neurons are of either kind. */
  readonly pools: boolean;
  /** One in common with all cells of the region, one with those of its neighbourhood. */
  readonly inputs: readonly ContextInput[];
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

function drawContext(random: Random): Context {
  const field = (): ReceptiveField => receptiveField(drawTuning(random));
  return Array.from({ length: CONTEXT_PAIRS }, () => [field(), field()] as const);
}

/**
 * Draws the neurons of one region. Kinds and selectivities are dealt out, not drawn one by one,
 * so that populations of any seed and size have the same composition; so are the places in the neighbourhoods.
 */
export function drawPopulation(random: Random, count: number, style: PopulationStyle): readonly SimulatedNeuron[] {
  const kindRanks = random.permutation(count);
  const selectivityRanks = random.permutation(count);
  const regionContext = drawContext(random);
  const neighbourhoods = Array.from({ length: style.neighbourhoods }, () => ({ tuning: drawTuning(random), context: drawContext(random) }));
  const neighbourhoodRanks = random.permutation(count);
  return selectivityRanks.map((selectivityRank, index) => {
    const share = (selectivityRank + 0.5) / count;
    const pools = (kindRanks[index] + 0.5) / count < style.complexShare;
    const unresponsive = share < style.unresponsiveShare;
    const selectivity = unresponsive ? UNRESPONSIVE_SELECTIVITY : atQuantile(style.selectivityQuantiles, share);
    const meanRate = (style.baseRate + style.rateGain * selectivity) * Math.exp(style.rateSpread * random.normal());
    const neighbourhood = neighbourhoods[neighbourhoodRanks[index] % neighbourhoods.length];
    return {
      type: unresponsive ? 'unresponsive' : pools ? 'complex' : 'simple',
      receptiveField: receptiveField(scatterTuning(neighbourhood.tuning, drawTuning(random), style.tuningScatter, style.phaseScatter)),
      pools,
      inputs: [
        { context: regionContext, share: style.regionInput },
        { context: neighbourhood.context, share: style.neighbourhoodInput },
      ],
      exponent: LEAST_EXPONENT + EXPONENT_RANGE * random.uniform(),
      meanRate,
      selectivity,
    };
  });
}

/** Drives of a quadrature pair by every image, divided by the local contrast. */
function normalisedDrives({ pixels, envelope, quadrature }: ReceptiveField, images: Pixels): readonly (readonly [number, number])[] {
  return Array.from({ length: images.length / SOURCE_PIXELS }, (_, image) => {
    let [first, second, mean, square] = [0, 0, 0, 0];
    for (const pixel of pixels) {
      const luminance = images[image * SOURCE_PIXELS + pixel] / 127.5 - 1;
      first += quadrature[0][pixel] * luminance;
      second += quadrature[1][pixel] * luminance;
      mean += envelope[pixel] * luminance;
      square += envelope[pixel] * luminance * luminance;
    }
    const divisor = SEMI_SATURATION + Math.sqrt(Math.max(0, square - mean * mean));
    return [first / divisor, second / divisor];
  });
}

/** The input that the context gives by every image: the sum of the products of the paired drives where it is positive. */
function contextDrive(context: Context, images: Pixels): Float64Array {
  const sums = new Float64Array(images.length / SOURCE_PIXELS);
  for (const pair of context) {
    const [one, other] = pair.map((field) => normalisedDrives(field, images));
    one.forEach(([drive], image) => {
      sums[image] += drive * other[image][0];
    });
  }
  return sums.map((sum) => Math.max(0, sum));
}

/** What one neuron's receptive field makes of every image. */
function fieldDrive({ receptiveField: field, pools, exponent }: SimulatedNeuron, images: Pixels): Float64Array {
  return Float64Array.from(normalisedDrives(field, images), ([first, second]) => (pools ? Math.hypot(first, second) : Math.max(0, first)) ** exponent);
}

function meanAndDeviation(values: Float64Array): readonly [mean: number, deviation: number] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return [mean, Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length)];
}

/** Before they are scaled: what every context and every neuron's own field make of images. */
interface RawDrives {
  readonly images: number;
  readonly contexts: ReadonlyMap<Context, Float64Array>;
  /** One a neuron. */
  readonly fields: readonly Float64Array[];
}

/** Neurons whose baselines and gains are set. */
export interface CalibratedPopulation {
  /** Noise-free mean responses to the images that they were set on, [N, M]. */
  readonly trainingRates: NdArray;
  /**
   * Noise-free mean responses to other images.
   * @param images [K, 31, 31], pixels in 0 ... 255, whole or not
   * @returns [K, M]
   */
  readonly respond: (images: Pixels) => NdArray;
}

/**
 * Sets baseline and gain of every neuron on the training images; they hold for all other images.
 * @param training [N, 31, 31], pixels in 0 ... 255
 */
export function calibratePopulation(neurons: readonly SimulatedNeuron[], training: Pixels): CalibratedPopulation {
  const contexts = [...new Set(neurons.flatMap(({ inputs }) => inputs.map(({ context }) => context)))];
  const rawDrives = (images: Pixels): RawDrives => ({
    images: images.length / SOURCE_PIXELS,
    contexts: new Map(contexts.map((context) => [context, contextDrive(context, images)])),
    fields: neurons.map((neuron) => fieldDrive(neuron, images)),
  });
  const trainingDrives = rawDrives(training);
  const deviations = new Map([...trainingDrives.contexts].map(([context, drives]) => [context, meanAndDeviation(drives)[1]]));
  const gains = neurons.map((neuron, index) => {
    const parts = [
      { share: 1 - neuron.inputs.reduce((sum, { share }) => sum + share, 0), deviation: meanAndDeviation(trainingDrives.fields[index])[1], of: ({ fields }: RawDrives) => fields[index] },
      ...neuron.inputs.map(({ context, share }) => ({ share, deviation: deviations.get(context)!, of: (raw: RawDrives) => raw.contexts.get(context)! })),
    ];
    const drive = (raw: RawDrives): Float64Array =>
      Float64Array.from({ length: raw.images }, (_, image) => parts.reduce((sum, { share, deviation, of }) => sum + Math.sqrt(share) * (of(raw)[image] / deviation), 0));
    const [mean, deviation] = meanAndDeviation(drive(trainingDrives));
    return { drive, mean, modulation: Math.min(1, (neuron.selectivity * mean) / deviation) };
  });
  const ratesOf = (raw: RawDrives): NdArray => {
    const values = new Float32Array(raw.images * neurons.length);
    gains.forEach(({ drive, mean, modulation }, index) => {
      drive(raw).forEach((value, image) => {
        values[image * neurons.length + index] = neurons[index].meanRate * (1 - modulation + (modulation * value) / mean);
      });
    });
    return { shape: [raw.images, neurons.length], values };
  };
  return { trainingRates: ratesOf(trainingDrives), respond: (images) => ratesOf(rawDrives(images)) };
}
