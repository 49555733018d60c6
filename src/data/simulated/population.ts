import type { NdArray } from '../ndArray';
import type { Random } from '../random';
import type { GroundTruth } from '../region';
import { SOURCE_PIXELS } from './naturalImages';
import type { PopulationStyle } from './regionParameters';
import { drawTuning, receptiveField, scatterTuning, type ReceptiveField } from './receptiveField';

/** Images one after the other, [count * 31 * 31], in 0 ... 255; rounded where they were stored. */
export type Pixels = Uint8Array | Float64Array;
/**
 * Contrast (root mean square, where full contrast is 1) at which divisive normalisation halves the
 * drive.
 */
export const SEMI_SATURATION = 0.15;
/** Pairs of fields in one context. */
const CONTEXT_PAIRS = 6;
/**
 * Exponents of the power law: 2 in the model of Heeger (1992), 2 to 5 measured by Priebe & Ferster
 * (2008). Here they are lower, since with those the LN model falls further behind CNN-FR2 than on
 * the recordings.
 */
const LEAST_EXPONENT = 1;
const EXPONENT_RANGE = 1;
/** Selectivity of neurons that count as unresponsive. */
const UNRESPONSIVE_SELECTIVITY = 0.05;

/**
 * Pairs of fields anywhere in the image: the more they agree in what they see, the stronger the
 * input. No single filter predicts it.
 */
type Context = readonly (readonly [ReceptiveField, ReceptiveField])[];

/**
 * A simulated neuron: Gabor -> rectification or energy -> divisive normalisation -> power law, plus
 * context inputs -> baseline and gain.
 */
type SimulatedNeuron = ReturnType<typeof drawPopulation>[number];

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
 * so that populations of any seed and size have the same composition; so are the places in the
 * neighbourhoods.
 */
export function drawPopulation(random: Random, count: number, style: PopulationStyle) {
  const kindRanks = random.permutation(count);
  const selectivityRanks = random.permutation(count);
  const regionContext = drawContext(random);
  const neighbourhoods = Array.from({ length: style.neighbourhoods }, () => ({
    tuning: drawTuning(random),
    context: drawContext(random),
  }));
  const neighbourhoodRanks = random.permutation(count);
  return selectivityRanks.map((selectivityRank, index) => {
    const share = (selectivityRank + 0.5) / count;
    const pools = (kindRanks[index] + 0.5) / count < style.complexShare;
    const unresponsive = share < style.unresponsiveShare;
    const selectivity = unresponsive
      ? UNRESPONSIVE_SELECTIVITY
      : atQuantile(style.selectivityQuantiles, share);
    const meanRate =
      (style.baseRate + style.rateGain * selectivity) *
      Math.exp(style.rateSpread * random.normal());
    const neighbourhood = neighbourhoods[neighbourhoodRanks[index] % neighbourhoods.length];
    const type: GroundTruth['cellTypes'][number] = unresponsive
      ? 'unresponsive'
      : pools
        ? 'complex'
        : 'simple';
    return {
      type,
      receptiveField: receptiveField(
        scatterTuning(
          neighbourhood.tuning,
          drawTuning(random),
          style.tuningScatter,
          style.phaseScatter,
        ),
      ),
      /** Whether it pools the quadrature pair; unresponsive neurons are of either kind. */
      pools,
      /**
       * Inputs from beyond the receptive field, an assumption (see `PopulationStyle`): one in
       * common with all cells of the region, one with those of its neighbourhood; for them
       * `context` is the same object. Their shares are those in the variance of the drive, if its
       * parts are uncorrelated.
       */
      inputs: [
        { context: regionContext, share: style.regionInput },
        { context: neighbourhood.context, share: style.neighbourhoodInput },
      ],
      /** Of the power law. */
      exponent: LEAST_EXPONENT + EXPONENT_RANGE * random.uniform(),
      /** Mean response to the training images. */
      meanRate,
      /** Coefficient of variation of the rate over training images, as far as the tuning allows. */
      selectivity,
    };
  });
}

/** Drives of a quadrature pair by every image, divided by the local contrast. */
function normalisedDrives(
  { pixels, envelope, quadrature }: ReceptiveField,
  images: Pixels,
): readonly (readonly [number, number])[] {
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

/**
 * The input that the context gives by every image: the sum of the products of the paired drives
 * where it is positive.
 */
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
function fieldDrive(
  { receptiveField: field, pools, exponent }: SimulatedNeuron,
  images: Pixels,
): Float64Array {
  return Float64Array.from(
    normalisedDrives(field, images),
    ([first, second]) => (pools ? Math.hypot(first, second) : Math.max(0, first)) ** exponent,
  );
}

function meanAndDeviation(values: Float64Array): readonly [mean: number, deviation: number] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return [
    mean,
    Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length),
  ];
}

/**
 * Sets baseline and gain of every neuron on the training images; they hold for all other images.
 * @param training [N, 31, 31], pixels in 0 ... 255
 * @returns noise-free mean responses to the training images, [N, M], and what gives those to other
 * images: pixels [K, 31, 31] in 0 ... 255, whole or not -> [K, M]; `holdsContext` leaves every
 * input from beyond the receptive field at its mean over the training images
 */
export function calibratePopulation(
  neurons: readonly SimulatedNeuron[],
  training: Pixels,
): {
  readonly trainingRates: NdArray;
  readonly respond: (images: Pixels, holdsContext?: boolean) => NdArray;
} {
  const contexts = [
    ...new Set(neurons.flatMap(({ inputs }) => inputs.map(({ context }) => context))),
  ];
  /**
   * What, before it is scaled, every neuron's own field and then its context inputs make of every
   * image.
   */
  const partsOf = (images: Pixels): Float64Array[][] => {
    const ofContexts = new Map(contexts.map((context) => [context, contextDrive(context, images)]));
    return neurons.map((neuron) => [
      fieldDrive(neuron, images),
      ...neuron.inputs.map(({ context }) => ofContexts.get(context)!),
    ]);
  };
  const trainingParts = partsOf(training);
  const gains = neurons.map(({ inputs, selectivity }, index) => {
    const shares = [
      1 - inputs.reduce((sum, { share }) => sum + share, 0),
      ...inputs.map(({ share }) => share),
    ];
    const deviations = trainingParts[index].map((part) => meanAndDeviation(part)[1]);
    const drive = (parts: readonly Float64Array[]): Float64Array =>
      parts[0].map((_, image) =>
        parts.reduce(
          (sum, part, which) => sum + Math.sqrt(shares[which]) * (part[image] / deviations[which]),
          0,
        ),
      );
    const [mean, deviation] = meanAndDeviation(drive(trainingParts[index]));
    return { drive, mean, modulation: Math.min(1, (selectivity * mean) / deviation) };
  });
  const ratesOf = (parts: readonly Float64Array[][]): NdArray => {
    const images = parts[0][0].length;
    const values = new Float32Array(images * neurons.length);
    gains.forEach(({ drive, mean, modulation }, index) => {
      drive(parts[index]).forEach((value, image) => {
        values[image * neurons.length + index] =
          neurons[index].meanRate * (1 - modulation + (modulation * value) / mean);
      });
    });
    return { shape: [images, neurons.length], values };
  };
  const held = (images: Pixels): Float64Array[][] =>
    neurons.map((neuron, index) => {
      const field = fieldDrive(neuron, images);
      const [, ...inputs] = trainingParts[index];
      return [field, ...inputs.map((input) => field.map(() => meanAndDeviation(input)[0]))];
    });
  return {
    trainingRates: ratesOf(trainingParts),
    respond: (images, holdsContext = false) =>
      ratesOf(holdsContext ? held(images) : partsOf(images)),
  };
}
