import { UserError } from '../errors';
import { listOf } from './images';
import type { NdArray } from './ndArray';
import type { NpyArray } from './npy';

/**
 * Checks the responses of one file.
 * @param responses [..., M].
 * @param axes how the axes are named in messages, for example `(images, neurons)`.
 * @param rectify negative responses (as deconvolution or a subtracted baseline leave them) become 0
 * instead of being refused.
 * @param isMissing which values stand for a response that was not recorded.
 * @returns the responses in double precision, non-negative.
 * @throws UserError for another number of axes, no entries, values that are not finite, and
 * negative ones.
 */
export function checkResponses(
  responses: NpyArray,
  axes: readonly string[],
  rectify: boolean,
  file: string,
  isMissing: (value: number) => boolean = () => false,
): NpyArray {
  const { shape, values } = responses;
  if (shape.length !== axes.length)
    throw new UserError(
      `${file} has the shape (${shape.join(', ')}) instead of (${axes.join(', ')}).`,
    );
  if (values.length === 0)
    throw new UserError(
      `${file} is empty: its shape is (${shape.join(', ')}), that is (${axes.join(', ')}).`,
    );
  const wrong = values.findIndex((value) => !Number.isFinite(value) && !isMissing(value));
  if (wrong >= 0) {
    const neuron = wrong % shape[shape.length - 1];
    throw new UserError(
      `${file} holds the value ${values[wrong]} for neuron ${neuron}: every response has to be a finite number.`,
    );
  }
  const negative = values.filter((value) => value < 0).length;
  if (negative > 0 && !rectify) {
    throw new UserError(
      `${file} holds ${negative} negative responses, for which a Poisson loss has no meaning: use --rectify (rectify: true) to set them to 0.`,
    );
  }
  return negative === 0
    ? responses
    : { ...responses, values: values.map((value) => Math.max(0, value)) };
}

/**
 * Checks single trials, [R, T, M]: as `checkResponses`, but NaN is a trial that was not shown.
 * @throws UserError also where an image has no trial of a neuron.
 */
export function checkTrials(trials: NpyArray, rectify: boolean, file: string): NpyArray {
  const checked = checkResponses(
    trials,
    ['trials', 'images', 'neurons'],
    rectify,
    file,
    Number.isNaN,
  );
  const neurons = checked.shape[2];
  const without = trialCounts(checked).indexOf(0);
  if (without >= 0)
    throw new UserError(
      `${file} has no trial of image ${Math.floor(without / neurons)} for neuron ${without % neurons}: remove the image from the test images and their responses.`,
    );
  return checked;
}

/**
 * Refuses neurons without a single training response: their mean is 0, so that the readout's bias,
 * the inverse softplus of the mean, does not exist, and no model can learn anything about them.
 * They are not dropped silently, because every table counts neurons.
 * @param responses [N, M], non-negative.
 */
export function refuseSilentNeurons({ shape, values }: NpyArray, file: string): void {
  const neurons = shape[1];
  const active = new Set<number>();
  values.forEach((value, position) => value > 0 && active.add(position % neurons));
  const silent = Array.from({ length: neurons }, (_, neuron) => neuron).filter(
    (neuron) => !active.has(neuron),
  );
  if (silent.length > 0) {
    throw new UserError(
      `${file} holds ${silent.length} of ${neurons} neurons that never respond (${listOf(silent)}): remove these columns from all response files of the region.`,
    );
  }
}

/** How many trials every image has for every neuron, [R, T, M] -> T M numbers; NaN is no trial. */
export function trialCounts({ shape, values }: NdArray | NpyArray): Uint32Array {
  const counts = new Uint32Array(shape[1] * shape[2]);
  values.forEach(
    (value, position) => (counts[position % counts.length] += Number(!Number.isNaN(value))),
  );
  return counts;
}

/**
 * How often the test images were shown, for tables and sentences: 8, or "6 to 10" where trials are
 * missing.
 * @param trials [R, T, M]
 */
export function trialsPerImage(trials: NdArray): number | string {
  const counts = trialCounts(trials);
  const [fewest, most] = [Math.min(...counts), Math.max(...counts)];
  return fewest === most ? most : `${fewest} to ${most}`;
}

/**
 * Whether trials [R, T, M] can tell signal from noise: of every neuron, at least two images were
 * shown at least twice.
 */
export function hasRepeats(trials: NpyArray): boolean {
  const [, images, neurons] = trials.shape;
  const counts = trialCounts(trials);
  return Array.from({ length: neurons }, (_, neuron) => neuron).every(
    (neuron) =>
      Array.from({ length: images }, (_, image) => counts[image * neurons + neuron]).filter(
        (count) => count >= 2,
      ).length >= 2,
  );
}

/** Mean over the trials that are there, [R, T, M] -> [T, M]; NaN where there is none. */
export function meanOverTrials(trials: NdArray | NpyArray): Pick<NpyArray, 'shape' | 'values'> {
  const counts = trialCounts(trials);
  const mean = Float64Array.from(counts, (count) => (count === 0 ? NaN : 0));
  trials.values.forEach((value, position) => {
    const entry = position % mean.length;
    if (!Number.isNaN(value)) mean[entry] += value / counts[entry];
  });
  return { shape: trials.shape.slice(1), values: mean };
}

/**
 * As many trials as every image has: of each image the first ones in which no neuron is missing.
 * What looks at single trials of the whole population needs them.
 * @param trials [R, T, M], NaN where a trial was not shown
 * @returns [R', T, M] without NaN, the same array where nothing is missing; undefined where R' is
 * below 2.
 */
export function completeTrials(trials: NdArray | undefined): NdArray | undefined {
  if (trials === undefined || !trials.values.some(Number.isNaN)) return trials;
  const [repeats, images, neurons] = trials.shape;
  const shown = Array.from({ length: images }, (_, image) =>
    Array.from({ length: repeats }, (_trial, trial) => {
      const start = (trial * images + image) * neurons;
      return trials.values.subarray(start, start + neurons);
    }).filter((responses) => !responses.some(Number.isNaN)),
  );
  const fewest = Math.min(...shown.map(({ length }) => length));
  if (fewest < 2) return undefined;
  const values = new Float32Array(fewest * images * neurons);
  shown.forEach((ofImage, image) =>
    ofImage.slice(0, fewest).forEach((responses, trial) => {
      values.set(responses, (trial * images + image) * neurons);
    }),
  );
  return { shape: [fewest, images, neurons], values };
}

/** Mean response over images and neurons, by size. */
export function meanResponse({ values }: NpyArray): number {
  return values.reduce((sum, value) => sum + Math.abs(value), 0) / values.length;
}

/** Responses as multiples of a unit, in single precision. */
export function inUnit(
  { shape, values }: Pick<NpyArray, 'shape' | 'values'>,
  unit: number,
): NdArray {
  return {
    shape,
    values: new Float32Array(unit === 1 ? values : values.map((value) => value / unit)),
  };
}

// Single-precision files store the mean with a relative error of 6e-8 and sum up to a few hundred
// trials; a wrong file is off by far more. Small responses are compared with the mean one.
const AGREEMENT = 1e-4;

/**
 * Refuses trials that do not belong to the mean responses beside them.
 * @param trials [R, T, M]; @param mean [T, M].
 */
export function requireAgreement(
  trials: NpyArray,
  mean: NpyArray,
  trialFile: string,
  meanFile: string,
): void {
  const expected = meanOverTrials(trials).values;
  const neurons = mean.shape[1];
  const typical = meanResponse(mean);
  const wrong = mean.values.findIndex(
    (value, position) =>
      Math.abs(value - expected[position]) > AGREEMENT * Math.max(typical, Math.abs(value)),
  );
  if (wrong >= 0) {
    throw new UserError(
      `${meanFile} is not the mean over the trials of ${trialFile} (image ${Math.floor(wrong / neurons)}, neuron ${wrong % neurons}: ${mean.values[wrong]} instead of ${expected[wrong]}): check that the two belong together.`,
    );
  }
}
