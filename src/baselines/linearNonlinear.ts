import { tf } from '../backend/tensorflow';
import { computeArray, downloadTensor } from '../backend/tensorTransfer';
import { column, ndArray, sizeOf, type NdArray } from '../data/ndArray';
import type { RegionData } from '../data/region';
import { fitOutputNonlinearity, softplus } from './outputNonlinearity';
import { principalAxes } from './principalComponents';
import { PENALTIES } from './ridge';
import { trainingParts, type FittedRival } from './trainingParts';

export interface LinearNonlinearOptions {
  /** Of the split; default 1. */
  readonly seed?: number | undefined;
  /** Ridge penalties to choose from, in units of the mean pixel variance; default fifteen. */
  readonly penalties?: readonly number[] | undefined;
}

/** The LN model of every neuron; `chosen` are the ridge penalties. */
export interface LinearNonlinearModel extends FittedRival {
  /** Slope and offset of each neuron's output nonlinearity softplus(slope * u + offset). */
  readonly nonlinearities: readonly ReturnType<typeof fitOutputNonlinearity>[];
  /** Linear receptive fields, [M, 32, 32]. */
  readonly receptiveFields: NdArray;
}

/**
 * The linear-nonlinear (LN) model of every neuron: one linear filter over the image, then a
 * softplus.
 *
 * 1. The training images are split 80 to 20 (`splitTraining`, the split of the networks).
 * 2. Ridge regression of the responses on the pixels, solved in the principal components of the
 *    training part, which all neurons and penalties share: weight along axis k = covariance of
 *    response and component k / (variance k + penalty).
 * 3. Each neuron takes the penalty with the least squared error on the validation part.
 * 4. softplus(slope * u + offset) with the least Poisson loss on the validation part, where the
 *    linear drive u is not overfitted.
 *
 * It is what a model with one linear filter a neuron can reach; Klindt et al. (2017) call theirs
 * LNP.
 * @throws UserError when the region was opened without training images
 * @example
 * const model = fitLinearNonlinear(region, { seed: 1 });
 * score(model, region).pcc; // => one correlation a neuron
 */
export function fitLinearNonlinear(
  region: RegionData,
  { seed = 1, penalties = PENALTIES }: LinearNonlinearOptions = {},
): LinearNonlinearModel {
  const { training, validation } = trainingParts(region, seed);
  const shape = training.images.shape.slice(1);
  const pixels = sizeOf(shape);
  const neurons = training.responses.shape[1];
  const { mean, axes, variances } = principalAxes(training.images);
  const meanVariance = variances.reduce((sum, variance) => sum + variance, 0) / pixels;
  const rowsOf = ({ shape: [count], values }: NdArray): tf.Tensor2D =>
    tf.tensor2d(values, [count, values.length / count]);

  let chosen: number[] = [];
  const fitted = tf.tidy(() => {
    const basis = tf.tensor2d(axes.values, [pixels, pixels]);
    const components = (images: NdArray): tf.Tensor2D =>
      tf.matMul(rowsOf(images).sub(mean) as tf.Tensor2D, basis);
    const targets = rowsOf(training.responses);
    const meanResponse = targets.mean(0);
    const covariance = tf
      .matMul(components(training.images), targets.sub(meanResponse) as tf.Tensor2D, true)
      .div(training.images.shape[0]); // [P, M]
    const spectrum = tf.tensor1d(variances).expandDims(1);
    const validationComponents = components(validation.images);
    const validationTargets = rowsOf(validation.responses).sub(meanResponse);
    const errors = penalties.map((penalty) =>
      tf.tidy(() => {
        const weights = covariance.div(spectrum.add(penalty * meanVariance)) as tf.Tensor2D;
        const missed = tf.matMul(validationComponents, weights).sub(validationTargets);
        return missed.square().mean(0).dataSync();
      }),
    );
    chosen = Array.from({ length: neurons }, (_, neuron) => {
      const own = errors.map((error) => error[neuron]);
      return penalties[own.indexOf(Math.min(...own))];
    });
    // [P, M]
    const shrinkage = spectrum.add(tf.tensor1d(chosen).mul(meanVariance).expandDims(0));
    const weights = covariance.div(shrinkage) as tf.Tensor2D;
    return [tf.matMul(validationComponents, weights), tf.matMul(weights, basis, true, true)];
  });
  const [drive, filters] = fitted.map(downloadTensor);
  tf.dispose(fitted);

  const nonlinearities = Array.from({ length: neurons }, (_, neuron) =>
    fitOutputNonlinearity(column(drive, neuron), column(validation.responses, neuron)),
  );
  const predict = (images: NdArray): NdArray => {
    const { values } = computeArray(() => {
      const centred = rowsOf(images).sub(mean) as tf.Tensor2D;
      const weights = tf.tensor2d(filters.values, [neurons, pixels]);
      return tf.matMul(centred, weights, false, true);
    });
    const rates = values.map((value, position) => {
      const { slope, offset } = nonlinearities[position % neurons];
      return softplus(slope * value + offset);
    });
    return ndArray([images.shape[0], neurons], rates);
  };
  const vector = (values: readonly number[]): NdArray =>
    ndArray([neurons], Float32Array.from(values));
  const receptiveFields = ndArray([neurons, ...shape.slice(0, 2)], filters.values);
  return {
    predict,
    weights: {
      mean: ndArray(shape, mean),
      receptiveFields,
      slopes: vector(nonlinearities.map(({ slope }) => slope)),
      offsets: vector(nonlinearities.map(({ offset }) => offset)),
    },
    parameters: neurons * (pixels + 2),
    chosen,
    nonlinearities,
    receptiveFields,
  };
}
