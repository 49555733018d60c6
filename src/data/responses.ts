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
 * @returns the responses in double precision, non-negative.
 * @throws UserError for another number of axes, no entries, values that are not finite, and
 * negative ones.
 */
export function checkResponses(
  responses: NpyArray,
  axes: readonly string[],
  rectify: boolean,
  file: string,
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
  const wrong = values.findIndex((value) => !Number.isFinite(value));
  if (wrong >= 0) {
    const neuron = wrong % shape[shape.length - 1];
    throw new UserError(
      `${file} holds the value ${values[wrong]} for neuron ${neuron}: every response has to ` +
        'be a finite number.',
    );
  }
  const negative = values.filter((value) => value < 0).length;
  if (negative > 0 && !rectify) {
    throw new UserError(
      `${file} holds ${negative} negative responses, for which a Poisson loss has no ` +
        'meaning: use --rectify (rectify: true) to set them to 0.',
    );
  }
  return negative === 0
    ? responses
    : { ...responses, values: values.map((value) => Math.max(0, value)) };
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
      `${file} holds ${silent.length} of ${neurons} neurons that never respond ` +
        `(${listOf(silent)}): remove these columns from all response files of the region.`,
    );
  }
}

/** Mean over trials, [R, T, M] -> [T, M]. */
export function meanOverTrials({
  shape,
  values,
}: NdArray | NpyArray): Pick<NpyArray, 'shape' | 'values'> {
  const [trials, images, neurons] = shape;
  const mean = new Float64Array(images * neurons);
  values.forEach((value, position) => {
    mean[position % mean.length] += value / trials;
  });
  return { shape: [images, neurons], values: mean };
}

// Single-precision files store the mean with a relative error of 6e-8 and sum up to a few hundred
// trials; a wrong file is off by far more.
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
  const wrong = mean.values.findIndex(
    (value, position) =>
      Math.abs(value - expected[position]) > AGREEMENT * Math.max(1, Math.abs(value)),
  );
  if (wrong >= 0) {
    throw new UserError(
      `${meanFile} is not the mean over the trials of ${trialFile} (image ` +
        `${Math.floor(wrong / neurons)}, neuron ${wrong % neurons}: ${mean.values[wrong]} ` +
        `instead of ${expected[wrong]}): check that the two belong together.`,
    );
  }
}
