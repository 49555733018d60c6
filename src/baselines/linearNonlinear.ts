import { tf } from '../backend/tensorflow';
import { column, sizeOf, takeRows, type NdArray } from '../data/ndArray';
import type { RegionData } from '../data/region';
import { splitTraining } from '../data/split';
import { UserError } from '../errors';
import { fitOutputNonlinearity, softplus } from './outputNonlinearity';
import { principalAxes } from './principalComponents';
import { PENALTIES } from './ridge';

/** What an LN model says about one region. */
export interface LinearNonlinearFit {
  /** Predicted mean responses to the test images, [T, M]. */
  readonly predictions: NdArray;
  /** The ridge penalty chosen for each neuron, in units of the mean pixel variance. */
  readonly penalties: readonly number[];
  /** Slope and offset of each neuron's output nonlinearity softplus(slope * u + offset). */
  readonly nonlinearities: readonly ReturnType<typeof fitOutputNonlinearity>[];
  /** Linear receptive fields, [M, 32, 32]. */
  readonly receptiveFields: NdArray;
}

/**
 * The linear-nonlinear (LN) model of every neuron: one linear filter over the image, then a
 * softplus.
 *
 * 1. The training file is split 80 to 20 (`splitTraining`, the split of the networks).
 * 2. Ridge regression of the responses on the pixels, solved in the principal components of the
 * training part, which all
 *    neurons and penalties share: weight along axis k = covariance of response and component k /
 * (variance k + penalty). 3. Each neuron takes the penalty with the least squared error on the
 * validation part. 4. softplus(slope * u + offset) with the least Poisson loss on the validation
 * part, where the linear drive u is not overfitted.
 *
 * The test images have no part in it. It is what a model with one linear filter a neuron can reach;
 * Klindt et al. (2017) call theirs LNP.
 * @param seed of the split
 * @param candidates the penalties that are tried, in units of the mean pixel variance
 * @throws UserError when the region was opened without training images.
 */
export function fitLinearNonlinear(
  region: RegionData,
  seed: number,
  candidates: readonly number[] = PENALTIES,
): LinearNonlinearFit {
  const { trainingImages, trainingResponses, testImages } = region;
  if (trainingImages.shape[0] < 2)
    throw new UserError(
      `Region ${region.region} of ${region.dataset.name} has no training images for an LN model: add its training_inputs.npy.`,
    );
  const pixels = sizeOf(testImages.shape.slice(1));
  const neurons = trainingResponses.shape[1];
  const split = splitTraining(trainingImages, seed);
  const fitImages = takeRows(trainingImages, split.training);
  const fitResponses = takeRows(trainingResponses, split.training);
  const validationResponses = takeRows(trainingResponses, split.validation);
  const { mean, axes, variances } = principalAxes(fitImages);
  const meanVariance = variances.reduce((sum, variance) => sum + variance, 0) / pixels;

  return tf.tidy(() => {
    const basis = tf.tensor2d(axes.values, [pixels, pixels]);
    const components = (images: NdArray): tf.Tensor2D =>
      tf.matMul(
        tf.tensor2d(images.values, [images.shape[0], pixels]).sub(mean) as tf.Tensor2D,
        basis,
      );
    const fitTargets = tf.tensor2d(fitResponses.values, [split.training.length, neurons]);
    const meanResponse = fitTargets.mean(0);
    const covariance = tf
      .matMul(components(fitImages), fitTargets.sub(meanResponse) as tf.Tensor2D, true)
      .div(split.training.length); // [P, M]
    const spectrum = tf.tensor1d(variances).expandDims(1);
    const validationComponents = components(takeRows(trainingImages, split.validation));
    const validationTargets = tf
      .tensor2d(validationResponses.values, [split.validation.length, neurons])
      .sub(meanResponse);

    const errors = candidates.map((penalty) =>
      tf.tidy(() => {
        const weights = covariance.div(spectrum.add(penalty * meanVariance)) as tf.Tensor2D;
        return tf
          .matMul(validationComponents, weights)
          .sub(validationTargets)
          .square()
          .mean(0)
          .dataSync();
      }),
    );
    const penalties = Array.from({ length: neurons }, (_, neuron) => {
      const best = errors.reduce(
        (least, error, index) => (error[neuron] < errors[least][neuron] ? index : least),
        0,
      );
      return candidates[best];
    });
    const shrinkage = spectrum.add(tf.tensor1d(penalties).mul(meanVariance).expandDims(0)); // [P, M]
    const weights = covariance.div(shrinkage) as tf.Tensor2D;
    const validationDrive = tf.matMul(validationComponents, weights).transpose().dataSync();
    const testDrive = tf.matMul(components(testImages), weights).dataSync();

    const count = split.validation.length;
    const nonlinearities = Array.from({ length: neurons }, (_, neuron) =>
      fitOutputNonlinearity(
        validationDrive.subarray(neuron * count, (neuron + 1) * count),
        column(validationResponses, neuron),
      ),
    );
    const predictions = Float32Array.from(testDrive, (drive, position) => {
      const { slope, offset } = nonlinearities[position % neurons];
      return softplus(slope * drive + offset);
    });
    const receptiveFields = Float32Array.from(tf.matMul(weights, basis, true, true).dataSync());
    return {
      predictions: { shape: [testImages.shape[0], neurons], values: predictions },
      penalties,
      nonlinearities,
      receptiveFields: {
        shape: [neurons, ...testImages.shape.slice(1, 3)],
        values: receptiveFields,
      },
    };
  });
}
