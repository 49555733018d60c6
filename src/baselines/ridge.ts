import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { tf } from '../backend/tensorflow';
import { downloadTensor } from '../backend/tensorTransfer';
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

/**
 * One decomposition serves all penalties: the weights are V (Λ + penalty)⁻¹ Vᵀ Xᵀ Y with the
 * eigenvectors V and eigenvalues Λ of Xᵀ X.
 */
function decompose({ predictors, targets }: RidgeData): {
  readonly scale: number;
  readonly fit: (penalty: number) => RidgeFit;
} {
  const count = predictors.shape[0];
  const width = sizeOf(predictors.shape.slice(1));
  if (predictors.shape.length < 2 || count < 2 || targets.shape[0] !== count) {
    throw new UserError(
      'Ridge regression needs predictors [N, ...] and targets [N, ...] of at least two rows, ' +
        `not (${predictors.shape.join(', ')}) and (${targets.shape.join(', ')}).`,
    );
  }
  const centred = Matrix.from1DArray(count, width, predictors.values);
  const means = centred.mean('column');
  centred.subRowVector(means);
  const { realEigenvalues: eigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(
    centred.transpose().mmul(centred),
    { assumeSymmetric: true },
  );
  const vectors = Float32Array.from(eigenvectorMatrix.to1DArray());
  // Tensors leave tidy, which would look at every number of an array.
  const fitted = tf.tidy(() => {
    const y = rowsOf(targets);
    const mean = tf.mean(y, 0);
    const x = tf.sub(rowsOf(predictors), tf.tensor1d(means)) as tf.Tensor2D;
    return {
      components: tf.matMul(
        tf.matMul(x, tf.tensor2d(vectors, [width, width])),
        tf.sub(y, mean) as tf.Tensor2D,
        true,
        false,
      ),
      offset: mean,
    };
  });
  const [components, offset] = [downloadTensor(fitted.components), downloadTensor(fitted.offset)];
  tf.dispose(fitted);
  const fit = (penalty: number): RidgeFit => ({
    penalty,
    predict: (given) => {
      const numbers = sizeOf(given.shape.slice(1));
      if (numbers !== width)
        throw new UserError(
          `This ridge regression was fitted to ${width} predictors, not ${numbers}.`,
        );
      const predicted = tf.tidy(() => {
        const along = tf.matMul(
          tf.sub(rowsOf(given), tf.tensor1d(means)) as tf.Tensor2D,
          tf.tensor2d(vectors, [width, width]),
        );
        const shrunk = tf.div(
          along,
          tf.tensor1d(eigenvalues.map((value) => Math.max(value, 0) + penalty)),
        ) as tf.Tensor2D;
        return tf.add(tf.matMul(shrunk, rowsOf(components)), rowsOf(offset).reshape([1, -1]));
      });
      const { values } = downloadTensor(predicted);
      predicted.dispose();
      return { shape: [given.shape[0], ...targets.shape.slice(1)], values };
    },
  });
  return { scale: eigenvalues.reduce((sum, value) => sum + value, 0) / width, fit };
}

/**
 * Ridge regression with an offset, which is not shrunk: scikit-learn's `Ridge(alpha=penalty)`.
 * For few predictors: their covariance is decomposed.
 * @param penalty positive
 * @throws UserError when rows do not match
 */
export function fitRidge(data: RidgeData, penalty: number): RidgeFit {
  return decompose(data).fit(penalty);
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
  const { scale, fit } = decompose(training);
  const errorOf = ({ predict }: RidgeFit): number =>
    tf.tidy(
      () =>
        tf
          .sum(
            tf.square(tf.sub(rowsOf(predict(validation.predictors)), rowsOf(validation.targets))),
          )
          .dataSync()[0],
    );
  const tried = PENALTIES.map((penalty) => fit(penalty * (scale || 1))).map((candidate) => ({
    candidate,
    error: errorOf(candidate),
  }));
  return tried.reduce((best, other) => (other.error < best.error ? other : best)).candidate;
}
