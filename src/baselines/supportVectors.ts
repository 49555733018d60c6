import { setImmediate as nextTurn } from 'node:timers/promises';
import type libsvm from 'libsvm-js';
import { mean, standardDeviation } from 'simple-statistics';
import { tf } from '../backend/tensorflow';
import { column, ndArray, rowView, sizeOf, type NdArray } from '../data/ndArray';
import { UserError } from '../errors';

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

/** Squared distances of images, mean over pixels: [N, ...] and [T, ...] -> [T, N]. */
function distances(training: NdArray, images: NdArray): NdArray {
  const pixels = sizeOf(training.shape.slice(1));
  const values = tf.tidy(() => {
    const [first, second] = [images, training].map(({ shape, values: flat }) =>
      tf.tensor2d(flat, [shape[0], pixels]),
    );
    const norms = (rows: tf.Tensor2D): tf.Tensor => tf.sum(tf.square(rows), 1, true);
    const squared = tf.sub(
      tf.add(norms(first), tf.transpose(norms(second))),
      tf.mul(2, tf.matMul(first, second, false, true)),
    );
    return Float32Array.from(tf.relu(tf.div(squared, pixels)).dataSync());
  });
  return ndArray([images.shape[0], training.shape[0]], values);
}

/**
 * Rows of a precomputed kernel as LIBSVM wants them: a number, counted from 1, before the values.
 */
function kernelRows({ shape, values }: NdArray, gamma: number): Float64Array[] {
  const kernel = ndArray(
    [...shape],
    values.map((distance) => Math.exp(-gamma * distance)),
  );
  return Array.from({ length: shape[0] }, (_, row) =>
    Float64Array.of(row + 1, ...rowView(kernel, row)),
  );
}

/**
 * Support vector regression of every neuron with a Gaussian kernel exp(-gamma times mean squared
 * difference of pixels), by LIBSVM (epsilon-SVR; Chang & Lin 2011). Responses are brought to mean 0
 * and standard deviation 1 for it, so that one cost fits all neurons; predictions are brought back,
 * and may be negative.
 * @param images [N, ...]
 * @param responses [N, M]
 * @param shown [T, ...], the same pixels
 * @param cost C: how much errors weigh against the norm of the function; several give one answer
 * each, for little more time
 * @param gamma one over the median distance of training images by default
 * @returns for each cost the predicted responses [T, M] and, of each neuron, how many images became
 * support vectors
 * @throws UserError when images and responses differ in length, or images in size.
 */
export async function fitSupportVectors(
  images: NdArray,
  responses: NdArray,
  shown: NdArray,
  costs: readonly number[],
  gamma?: number,
): Promise<{ readonly predictions: NdArray; readonly supportVectors: readonly number[] }[]> {
  const [count, neurons] = responses.shape as [number, number];
  if (images.shape[0] !== count || images.shape.slice(1).join() !== shown.shape.slice(1).join()) {
    throw new UserError(
      'Support vectors need one row of responses for each image and images of one size, but ' +
        `got [${images.shape.join(', ')}], [${responses.shape.join(', ')}] and ` +
        `[${shown.shape.join(', ')}].`,
    );
  }
  const machines = await loadLibrary();
  const within = distances(images, images);
  const width =
    gamma ?? 1 / (Float32Array.from(within.values).sort()[within.values.length >> 1] || 1);
  const [training, test] = [kernelRows(within, width), kernelRows(distances(images, shown), width)];
  const fits = costs.map(() => ({
    predictions: ndArray([shown.shape[0], neurons], new Float32Array(shown.shape[0] * neurons)),
    supportVectors: [] as number[],
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
      machine.train(training, targets);
      machine
        .predict(test)
        .forEach(
          (value, image) =>
            (fits[index].predictions.values[image * neurons + neuron] =
              average + deviation * value),
        );
      fits[index].supportVectors.push(machine.getSVIndices().length);
      machine.free();
    });
    // Lets an interrupt through.
    await nextTurn();
  }
  return fits;
}
