import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { symmetricEigen } from '../backend/symmetricEigen';
import { tf } from '../backend/tensorflow';
import { computeArray, downloadTensor } from '../backend/tensorTransfer';
import { sizeOf, type NdArray } from '../data/ndArray';
import { UserError } from '../errors';

/** What a linear map is fitted to. */
export interface RidgeData {
  /** [N, ...]: responses, features, or images; P numbers a row. */
  readonly predictors: NdArray;
  /** [N, ...]: responses, features, or images. */
  readonly targets: NdArray;
}

/** A fitted linear map with an offset. */
export interface RidgeFit {
  /** The sum of squared errors has this much times the squared weights added to it. */
  readonly penalty: number;
  /**
   * @param predictors [K, ...], P numbers a row
   * @returns [K, ...], in the shape of the targets
   */
  readonly predict: (predictors: NdArray) => NdArray;
}

/**
 * From hardly any shrinkage to (almost) the mean only, in units of the mean variance of a predictor
 * summed over rows; two a decade.
 */
export const PENALTIES = Array.from({ length: 15 }, (_, step) => 10 ** (-2 + step / 2));

function rowsOf({ shape, values }: NdArray): tf.Tensor2D {
  return tf.tensor2d(values, [shape[0], sizeOf(shape.slice(1))]);
}

/** What all penalties have in common: a fit is a shrinkage of these directions. */
interface Decomposition {
  /** Mean variance of a predictor, summed over rows. */
  readonly scale: number;
  /** Where rows of predictors lie along the directions: [K, ...] -> [K, directions]. */
  readonly along: (predictors: NdArray) => NdArray;
  /** What a penalty makes of it: [K, directions] -> [K, ...], in the shape of the targets. */
  readonly predict: (along: NdArray, penalty: number) => NdArray;
}

/**
 * With the eigenvectors V and eigenvalues Λ of Xᵀ X the weights are V (Λ + penalty)⁻¹ Vᵀ Xᵀ Y; with
 * the eigenvectors U of X Xᵀ, which is the smaller one where there are more predictors than rows,
 * they are the same numbers as Xᵀ U (Λ + penalty)⁻¹ Uᵀ Y (kernel ridge regression).
 */
function decompose({ predictors, targets }: RidgeData): Decomposition {
  const count = predictors.shape[0];
  const width = sizeOf(predictors.shape.slice(1));
  if (predictors.shape.length < 2 || count < 2 || targets.shape[0] !== count) {
    throw new UserError(
      'Ridge regression needs predictors [N, ...] and targets [N, ...] of at least two rows, ' +
        `not (${predictors.shape.join(', ')}) and (${targets.shape.join(', ')}).`,
    );
  }
  const { means, eigenvalues, vectors, isDual } =
    width > count ? eigenOfKernel(predictors, width) : eigenOfCovariance(predictors, width);
  const centred = (given: NdArray): tf.Tensor2D =>
    tf.sub(rowsOf(given), tf.tensor1d(means)) as tf.Tensor2D;
  const along = (given: NdArray): NdArray => {
    const numbers = sizeOf(given.shape.slice(1));
    if (numbers !== width)
      throw new UserError(
        `This ridge regression was fitted to ${width} predictors, not ${numbers}.`,
      );
    return computeArray(() =>
      tf.matMul(
        isDual
          ? (tf.matMul(centred(given), centred(predictors), false, true) as tf.Tensor2D)
          : centred(given),
        rowsOf(vectors),
      ),
    );
  };
  // Tensors leave tidy, which would look at every number of an array.
  const fitted = tf.tidy(() => {
    const y = rowsOf(targets);
    const offset = tf.mean(y, 0);
    const basis = isDual
      ? rowsOf(vectors)
      : (tf.matMul(centred(predictors), rowsOf(vectors)) as tf.Tensor2D);
    return {
      components: tf.matMul(basis, tf.sub(y, offset) as tf.Tensor2D, true, false),
      offset,
    };
  });
  const [components, offset] = [downloadTensor(fitted.components), downloadTensor(fitted.offset)];
  tf.dispose(fitted);
  const predict = (given: NdArray, penalty: number): NdArray => {
    const { values } = computeArray(() => {
      const shrunk = tf.div(
        rowsOf(given),
        tf.tensor1d(eigenvalues.map((value) => Math.max(value, 0) + penalty)),
      ) as tf.Tensor2D;
      return tf.add(tf.matMul(shrunk, rowsOf(components)), rowsOf(offset).reshape([1, -1]));
    });
    return { shape: [given.shape[0], ...targets.shape.slice(1)], values };
  };
  return { scale: eigenvalues.reduce((sum, value) => sum + value, 0) / width, along, predict };
}

interface Eigen {
  readonly means: number[] | Float32Array;
  readonly eigenvalues: number[];
  /** Square, one a column. */
  readonly vectors: NdArray;
  readonly isDual: boolean;
}

/** In double precision: Xᵀ X [P, P]. */
function eigenOfCovariance({ shape, values }: NdArray, width: number): Eigen {
  const centred = Matrix.from1DArray(shape[0], width, values);
  const means = centred.mean('column');
  centred.subRowVector(means);
  const { realEigenvalues: eigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(
    centred.transpose().mmul(centred),
    { assumeSymmetric: true },
  );
  const vectors = {
    shape: [width, width],
    values: Float32Array.from(eigenvectorMatrix.to1DArray()),
  };
  return { means, eigenvalues, vectors, isDual: false };
}

/** In single precision, for thousands of predictors: X Xᵀ [N, N]. */
function eigenOfKernel(predictors: NdArray, width: number): Eigen {
  const means = computeArray(() => tf.mean(rowsOf(predictors), 0)).values;
  const kernel = tf.tidy(() => {
    const x = tf.sub(rowsOf(predictors), tf.tensor1d(means, 'float32')).reshape([-1, width]);
    return tf.matMul(x, x, false, true) as tf.Tensor2D;
  });
  const { values, vectors } = symmetricEigen(kernel);
  kernel.dispose();
  return { means, eigenvalues: Array.from(values), vectors, isDual: true };
}

function fitOf({ along, predict }: Decomposition, penalty: number): RidgeFit {
  return { penalty, predict: (predictors) => predict(along(predictors), penalty) };
}

/**
 * Ridge regression with an offset, which is not shrunk: scikit-learn's `Ridge(alpha=penalty)`; with
 * more predictors than rows the same by their kernel, `KernelRidge`.
 * @param penalty positive
 * @throws UserError when rows do not match
 */
export function fitRidge(data: RidgeData, penalty: number): RidgeFit {
  return fitOf(decompose(data), penalty);
}

/**
 * Ridge regression with the penalty, of fifteen, that has the least squared error on other rows.
 * @param validation rows that took no part in the fit
 * @throws UserError when rows do not match
 * @example
 * const decoder = chooseRidge({ predictors: responses, targets: images }, validation);
 * decoder.predict(region.testResponses); // [T, 32, 32, 1]
 */
export function chooseRidge(training: RidgeData, validation: RidgeData): RidgeFit {
  const decomposition = decompose(training);
  const along = decomposition.along(validation.predictors);
  const errorOf = (penalty: number): number =>
    tf.tidy(
      () =>
        tf
          .sum(
            tf.square(
              tf.sub(rowsOf(decomposition.predict(along, penalty)), rowsOf(validation.targets)),
            ),
          )
          .dataSync()[0],
    );
  const tried = PENALTIES.map((factor) => factor * (decomposition.scale || 1)).map((penalty) => ({
    penalty,
    error: errorOf(penalty),
  }));
  const best = tried.reduce((first, other) => (other.error < first.error ? other : first));
  return fitOf(decomposition, best.penalty);
}
