import { setImmediate as nextTurn } from 'node:timers/promises';
import type libsvm from 'libsvm-js';
import { mean, standardDeviation } from 'simple-statistics';
import { tf } from '../backend/tensorflow';
import { computeArray } from '../backend/tensorTransfer';
import { column, ndArray, rowView, sizeOf, type NdArray } from '../data/ndArray';
import type { RegionData } from '../data/region';
import { UserError } from '../errors';
import { choosePerNeuron, trainingParts, type FittedRival } from './trainingParts';

/**
 * Responses closer to the prediction than this share of their standard deviation cost nothing;
 * LIBSVM's own default.
 */
const tube = 0.1;
const cacheMegabytes = 100;

/**
 * LIBSVM in WebAssembly; loaded when it is used, because it listens to the process and fetches its
 * file, both of which belong to a browser.
 */
function loadLibrary(): typeof libsvm {
  const [listeners, { fetch }] = [process.listeners('unhandledRejection'), globalThis];
  try {
    // Where there is a fetch, it tries to fetch a path, and complains.
    Reflect.deleteProperty(globalThis, 'fetch');
    return require('libsvm-js') as typeof libsvm;
  } finally {
    globalThis.fetch = fetch;
    // It would end the process, silently, at the first rejected promise of anybody.
    process
      .listeners('unhandledRejection')
      .filter((listener) => !listeners.includes(listener))
      .forEach((listener) => process.off('unhandledRejection', listener));
  }
}

/**
 * Squared distances of images, mean over pixels: [N, ...] and [T, ...] -> [T, N].
 * @throws UserError for images of different sizes
 */
export function distances(training: NdArray, images: NdArray): NdArray {
  const pixels = sizeOf(training.shape.slice(1));
  if (images.shape.slice(1).join() !== training.shape.slice(1).join()) {
    throw new UserError(
      `Support vectors were fitted to images [${training.shape.slice(1).join(', ')}], not ` +
        `[${images.shape.slice(1).join(', ')}].`,
    );
  }
  return computeArray(() => {
    const [first, second] = [images, training].map(({ shape, values: flat }) =>
      tf.tensor2d(flat, [shape[0], pixels]),
    );
    const norms = (rows: tf.Tensor2D): tf.Tensor => tf.sum(tf.square(rows), 1, true);
    const squared = tf.sub(
      tf.add(norms(first), tf.transpose(norms(second))),
      tf.mul(2, tf.matMul(first, second, false, true)),
    );
    return tf.relu(tf.div(squared, pixels));
  });
}

/** exp(-gamma times distance). */
export function gaussian({ shape, values }: NdArray, gamma: number): NdArray {
  return ndArray(
    shape,
    values.map((distance) => Math.exp(-gamma * distance)),
  );
}

const medianOf = ({ values }: NdArray): number =>
  Float32Array.from(values).sort()[values.length >> 1];

/** Rows of a kernel as LIBSVM wants them: a number, counted from 1, before the values. */
function kernelRows(kernel: NdArray): Float64Array[] {
  return Array.from({ length: kernel.shape[0] }, (_, row) =>
    Float64Array.of(row + 1, ...rowView(kernel, row)),
  );
}

/** Of one cost: what every neuron's function is made of. */
export interface KernelExpansion {
  /** [N, M] how much each training image counts; 0 unless it is a support vector of the neuron. */
  readonly coefficients: NdArray;
  /** [M] */
  readonly offsets: Float32Array;
}

/**
 * Support vector regression of every neuron on a kernel matrix, by LIBSVM (epsilon-SVR; Chang & Lin
 * 2011). Responses are brought to mean 0 and standard deviation 1 for it, so that one cost fits all
 * neurons; coefficients and offsets are in units of responses.
 * @param kernel [N, N]
 * @param responses [N, M]
 * @param costs C: how much errors weigh against the norm of the function; several give one answer
 * each, for little more time
 */
export async function supportVectorRegression(
  kernel: NdArray,
  responses: NdArray,
  costs: readonly number[],
): Promise<KernelExpansion[]> {
  const [count, neurons] = responses.shape as [number, number];
  const machines = await loadLibrary();
  const rows = kernelRows(kernel);
  const nothing = Float64Array.of(1, ...new Float64Array(count));
  const fits = costs.map(() => ({
    coefficients: ndArray([count, neurons], new Float32Array(count * neurons)),
    offsets: new Float32Array(neurons),
  }));
  for (let neuron = 0; neuron < neurons; neuron++) {
    const answers = column(responses, neuron);
    const [average, deviation] = [mean(answers), standardDeviation(answers) || 1];
    const targets = answers.map((answer) => (answer - average) / deviation);
    costs.forEach((cost, index) => {
      const machine = new machines({
        kernel: machines.KERNEL_TYPES.PRECOMPUTED,
        type: machines.SVM_TYPES.EPSILON_SVR,
        cost,
        epsilon: tube,
        quiet: true,
        cacheSize: cacheMegabytes,
      });
      machine.train(rows, targets);
      const { coefficients, offsets } = fits[index];
      const weights = supportWeights(machine.serializeModel());
      machine.getSVIndices().forEach((image, position) => {
        coefficients.values[image * neurons + neuron] = deviation * weights[position];
      });
      // An image that is like no other is predicted by the offset alone.
      offsets[neuron] = average + deviation * machine.predict([nothing])[0];
      machine.free();
    });
    // Lets an interrupt through.
    await nextTurn();
  }
  return fits;
}

/** The coefficients in LIBSVM's text of a model, one for each support vector. */
function supportWeights(model: string): number[] {
  const lines = model.trim().split('\n');
  return lines.slice(lines.indexOf('SV') + 1).map((line) => Number.parseFloat(line));
}

export interface SupportVectorOptions {
  /** Of the split; default 1. */
  readonly seed?: number | undefined;
  /** Costs of errors to choose from; default 0.5. */
  readonly costs?: readonly number[] | undefined;
  /** Of the kernel; by default one over the median distance of training images. */
  readonly gamma?: number | undefined;
}

/** The support vectors of every neuron; `chosen` are the costs. */
export interface SupportVectorModel extends FittedRival {
  /** [M] how many training images became support vectors of each neuron. */
  readonly supportVectors: readonly number[];
}

/**
 * Support vector regression of every neuron with a Gaussian kernel exp(-gamma times mean squared
 * difference of pixels): `supportVectorRegression` on the training part with every cost, of which
 * each neuron takes the one with the least squared error on the validation part. Predictions may be
 * negative.
 * @throws UserError when the region was opened without training images
 * @example
 * const model = await fitSupportVectors(region, { seed: 1, costs: [0.2, 0.5, 1] });
 * model.supportVectors; // => how many of the 1,440 images each neuron needs
 */
export async function fitSupportVectors(
  region: RegionData,
  { seed = 1, costs = [0.5], gamma }: SupportVectorOptions = {},
): Promise<SupportVectorModel> {
  const { training, validation } = trainingParts(region, seed);
  const within = distances(training.images, training.images);
  const width = gamma ?? 1 / (medianOf(within) || 1);
  const fits = await supportVectorRegression(gaussian(within, width), training.responses, costs);
  const expand = ({ coefficients, offsets }: KernelExpansion, images: NdArray): NdArray => {
    const kernel = gaussian(distances(training.images, images), width);
    return computeArray(() =>
      tf.add(
        tf.matMul(
          tf.tensor2d(kernel.values, kernel.shape as [number, number]),
          tf.tensor2d(coefficients.values, coefficients.shape as [number, number]),
        ),
        tf.tensor1d(offsets),
      ),
    );
  };
  const choice = choosePerNeuron(
    fits.map((fit) => expand(fit, validation.images)),
    validation.responses,
    ({ values }, observed) =>
      mean(Array.from(values, (value, image) => (value - observed.values[image]) ** 2)),
  );
  const { shape } = fits[0].coefficients;
  const neurons = choice.length;
  const chosen: KernelExpansion = {
    coefficients: ndArray(
      shape,
      fits[0].coefficients.values.map(
        (_, entry) => fits[choice[entry % neurons]].coefficients.values[entry],
      ),
    ),
    offsets: Float32Array.from(choice, (fit, neuron) => fits[fit].offsets[neuron]),
  };
  const supportVectors = choice.map(
    (_, neuron) => column(chosen.coefficients, neuron).filter((value) => value !== 0).length,
  );
  return {
    predict: (images) => expand(chosen, images),
    weights: {
      coefficients: chosen.coefficients,
      offsets: ndArray([neurons], chosen.offsets),
      images: training.images,
    },
    parameters: supportVectors.reduce((sum, count) => sum + count, neurons),
    chosen: choice.map((fit) => costs[fit]),
    supportVectors,
  };
}
