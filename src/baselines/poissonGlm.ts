import { tf } from '../backend/tensorflow';
import { computeArray } from '../backend/tensorTransfer';
import { ndArray, rowView, sizeOf, type NdArray } from '../data/ndArray';
import type { RegionData } from '../data/region';
import { UserError } from '../errors';
import { poissonLoss } from '../metrics/responseScores';
import { transformCosines } from './cosineTransform';
import { choosePerNeuron, trainingParts, type FittedRival } from './trainingParts';

/**
 * Weights of the two penalties on a filter w; with smoothness 0 the objective is that of
 * scikit-learn's PoissonRegressor with alpha = ridge.
 */
export interface GlmPenalties {
  /** Of |w|^2 / 2. */
  readonly ridge: number;
  /** Of |Laplacian of w|^2 / 2, borders mirrored. */
  readonly smoothness: number;
}

/** One filter and one bias a neuron. */
export interface PoissonRegression {
  /** [M, side, side] */
  readonly filters: NdArray;
  /** [M] */
  readonly biases: Float32Array;
}

const newtonSteps = 40;
const conjugateSteps = 25;
const halvings = 10;
/** Relative differences between losses that single precision cannot tell apart. */
const rounding = 1e-6;
/**
 * Norm of the gradient, relative to that at the start, at which a neuron counts as fitted; single
 * precision allows little more.
 */
const gradientTolerance = 3e-5;
/** exp of more is no rate of a neuron; keeps an overlong step finite until it is halved. */
const largestDrive = 30;

/** Sums over the rows of a matrix, [rows, M] -> [1, M]. */
const columnSums = (matrix: tf.Tensor): tf.Tensor2D => tf.sum(matrix, 0, true) as tf.Tensor2D;

/**
 * Images as orthonormal cosine coefficients, in which the Laplacian is diagonal and those of
 * natural images hardly correlated, and a column of ones: [N, P + 1].
 */
function designMatrix(images: NdArray): tf.Tensor2D {
  const [count, side] = images.shape as [number, number];
  const spectrum = transformCosines(tf.tensor3d(images.values, [count, side, side]));
  return tf.concat([spectrum.reshape([count, side * side]), tf.ones([count, 1])], 1) as tf.Tensor2D;
}

/** What the penalties give each coefficient, [P + 1, 1]; 0 for the bias. */
function penaltyWeights(side: number, { ridge, smoothness }: GlmPenalties): tf.Tensor2D {
  const curvature = Array.from(
    { length: side },
    (_, frequency) => 2 - 2 * Math.cos((Math.PI * frequency) / side),
  );
  const weights = curvature.flatMap((down) =>
    curvature.map((across) => ridge + smoothness * (down + across) ** 2),
  );
  return tf.tensor2d([...weights, 0], [side * side + 1, 1]);
}

/**
 * Solves H x = right side for every column at once by conjugate gradients, preconditioned by the
 * diagonal of H.
 */
function solve(
  hessian: (direction: tf.Tensor2D) => tf.Tensor2D,
  diagonal: tf.Tensor,
  right: tf.Tensor2D,
): tf.Tensor2D {
  const scaled = tf.div(right, diagonal) as tf.Tensor2D;
  const start = tf.zerosLike(right) as tf.Tensor2D;
  let state = {
    solution: start,
    residual: right,
    direction: scaled,
    product: columnSums(tf.mul(right, scaled)),
  };
  for (let step = 0; step < conjugateSteps; step++) {
    state = tf.tidy(() => {
      const { solution, residual, direction, product } = state;
      const curved = hessian(direction);
      const length = tf.div(product, tf.add(columnSums(tf.mul(direction, curved)), 1e-30));
      const rest = tf.sub(residual, tf.mul(length, curved)) as tf.Tensor2D;
      const restScaled = tf.div(rest, diagonal) as tf.Tensor2D;
      const restProduct = columnSums(tf.mul(rest, restScaled));
      const turned = tf.add(
        restScaled,
        tf.mul(tf.div(restProduct, tf.add(product, 1e-30)), direction),
      ) as tf.Tensor2D;
      const moved = tf.add(solution, tf.mul(length, direction)) as tf.Tensor2D;
      return { solution: moved, residual: rest, direction: turned, product: restProduct };
    });
  }
  return state.solution;
}

/**
 * Poisson regression with a log link of every neuron, rate = exp(w x + b), on all images given. It
 * minimises mean over images of (rate - response log rate) + ridge |w|^2 / 2 + smoothness
 * |Laplacian of w|^2 / 2, which is convex, by Newton steps, all neurons at once.
 * @param images [N, side, side, 1]
 * @param responses [N, M], non-negative
 * @throws UserError when the two differ in length.
 */
export function poissonRegression(
  images: NdArray,
  responses: NdArray,
  penalties: GlmPenalties,
): PoissonRegression {
  const [count, side] = images.shape as [number, number];
  if (count === 0 || responses.shape[0] !== count)
    throw new UserError(
      'A Poisson GLM needs one row of responses for each image, but there are ' +
        `${responses.shape[0]} for ${count} images.`,
    );
  const neurons = responses.shape[1];
  return tf.tidy(() => {
    const design = designMatrix(images);
    const squares = tf.square(design) as tf.Tensor2D;
    const penalty = penaltyWeights(side, penalties);
    const observed = tf.tensor2d(responses.values, [count, neurons]);
    const rateOf = (drive: tf.Tensor): tf.Tensor2D =>
      tf.exp(tf.minimum(drive, largestDrive)) as tf.Tensor2D;
    const losses = (drive: tf.Tensor, weights: tf.Tensor): tf.Tensor2D =>
      tf.add(
        tf.div(columnSums(tf.sub(rateOf(drive), tf.mul(observed, drive))), count),
        tf.div(columnSums(tf.mul(penalty, tf.square(weights))), 2),
      ) as tf.Tensor2D;
    const means = tf.maximum(tf.mean(observed, 0, true), 1e-3);
    // [P + 1, M]
    let weights = tf.concat([tf.zeros([side * side, neurons]), tf.log(means)], 0) as tf.Tensor2D;
    let firstNorm: tf.Tensor | undefined;
    for (let step = 0; step < newtonSteps; step++) {
      const state = tf.tidy(() => {
        const drive = tf.matMul(design, weights);
        const rate = rateOf(drive);
        const gradient = tf.add(
          tf.div(tf.matMul(design, tf.sub(rate, observed), true), count),
          tf.mul(penalty, weights),
        ) as tf.Tensor2D;
        const norm = tf.sqrt(columnSums(tf.square(gradient)));
        const start = firstNorm ?? tf.add(norm, 1e-12);
        if (tf.max(tf.div(norm, start)).dataSync()[0] < gradientTolerance) return undefined;
        const hessian = (direction: tf.Tensor2D): tf.Tensor2D =>
          tf.add(
            tf.div(tf.matMul(design, tf.mul(rate, tf.matMul(design, direction)), true), count),
            tf.mul(penalty, direction),
          ) as tf.Tensor2D;
        const diagonal = tf.add(tf.div(tf.matMul(squares, rate, true), count), penalty);
        const direction = solve(hessian, tf.add(diagonal, 1e-12), tf.neg(gradient) as tf.Tensor2D);
        const along = tf.matMul(design, direction);
        const before = losses(drive, weights);
        let length = tf.ones([1, neurons]);
        // Every neuron halves its own step until its loss no longer rises.
        for (let halving = 0; halving < halvings; halving++) {
          const after = losses(
            tf.add(drive, tf.mul(length, along)),
            tf.add(weights, tf.mul(length, direction)),
          );
          const isWorse = tf.greater(after, tf.add(before, tf.mul(tf.abs(before), rounding)));
          if (isWorse.any().dataSync()[0] === 0) break;
          length = tf.where(
            isWorse,
            tf.mul(length, halving === halvings - 1 ? 0 : 0.5),
            length,
          ) as tf.Tensor2D;
        }
        return { moved: tf.add(weights, tf.mul(length, direction)) as tf.Tensor2D, start };
      });
      if (state === undefined) break;
      weights = state.moved;
      firstNorm = state.start;
    }
    const coefficients = tf
      .transpose(weights.slice([0, 0], [side * side, -1]))
      .reshape([neurons, side, side]) as tf.Tensor3D;
    const filters = transformCosines(coefficients, 'inverse');
    return {
      filters: { shape: [neurons, side, side], values: Float32Array.from(filters.dataSync()) },
      biases: Float32Array.from(weights.slice([side * side, 0]).dataSync()),
    };
  });
}

/**
 * Rates that a regression predicts.
 * @param images [T, side, side, 1]
 * @returns [T, M]
 */
export function predictRates({ filters, biases }: PoissonRegression, images: NdArray): NdArray {
  const [count, side] = images.shape as [number, number];
  return computeArray(() => {
    const drive = tf.matMul(
      tf.tensor2d(images.values, [count, side * side]),
      tf.tensor2d(filters.values, [biases.length, side * side]),
      false,
      true,
    );
    return tf.exp(tf.minimum(tf.add(drive, tf.tensor1d(biases)), largestDrive));
  });
}

export interface PoissonGlmOptions {
  /** Of the split; default 1. */
  readonly seed?: number | undefined;
  /** Values to choose from, each for both penalties (ridge and smoothness); default 0.3. */
  readonly penalties?: readonly number[] | undefined;
}

/** The GLM of every neuron: filters [M, side, side], biases [M], and the penalty it took. */
export interface PoissonGlmModel extends FittedRival, PoissonRegression {}

/**
 * A generalised linear model (GLM) of every neuron, Poisson with a log link: `poissonRegression` on
 * the training part with every penalty, of which each neuron takes the one with the least Poisson
 * loss on the validation part.
 * @throws UserError when the region was opened without training images
 * @example
 * const model = fitPoissonGlm(region, { seed: 1, penalties: [0.1, 0.3, 1] });
 * model.predict(region.testImages).shape; // => [T, M]
 */
export function fitPoissonGlm(
  region: RegionData,
  { seed = 1, penalties = [0.3] }: PoissonGlmOptions = {},
): PoissonGlmModel {
  const { training, validation } = trainingParts(region, seed);
  const fits = penalties.map((penalty) =>
    poissonRegression(training.images, training.responses, { ridge: penalty, smoothness: penalty }),
  );
  const choice = choosePerNeuron(
    fits.map((fit) => predictRates(fit, validation.images)),
    validation.responses,
    poissonLoss,
  );
  const [neurons, pixels] = [choice.length, sizeOf(fits[0].filters.shape.slice(1))];
  const filters = ndArray(fits[0].filters.shape, new Float32Array(neurons * pixels));
  choice.forEach((fit, neuron) => {
    filters.values.set(rowView(fits[fit].filters, neuron), neuron * pixels);
  });
  const biases = Float32Array.from(choice, (fit, neuron) => fits[fit].biases[neuron]);
  return {
    predict: (images) => predictRates({ filters, biases }, images),
    weights: { filters, biases: ndArray([neurons], biases) },
    parameters: neurons * (pixels + 1),
    chosen: choice.map((fit) => penalties[fit]),
    filters,
    biases,
  };
}
