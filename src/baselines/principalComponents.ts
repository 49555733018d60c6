import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { floatType, nativeBackend } from '../backend/nativeOps';
import { tf } from '../backend/tensorflow';
import { downloadTensor } from '../backend/tensorTransfer';
import { sizeOf, type NdArray } from '../data/ndArray';
import { UserError } from '../errors';

/** The principal axes of a set of images, by falling variance. */
export interface PrincipalAxes {
  /** Mean image, [P]. */
  readonly mean: Float32Array;
  /** Unit vectors as columns, [P, P]; their signs are arbitrary. */
  readonly axes: NdArray;
  /**
   * Variance along each axis (divided by the number of images), [P]; tiny negative values are
   * rounding and count as 0.
   */
  readonly variances: Float32Array;
}

/**
 * Eigenvalues in ascending order, [P], and eigenvectors as columns, [P, P], of a symmetric matrix
 * [P, P].
 */
function symmetricEigen(matrix: tf.Tensor): tf.Tensor[] {
  const backend = nativeBackend();
  if (backend !== undefined) {
    const attributes = [
      { name: 'compute_v', type: backend.binding.TF_ATTR_BOOL, value: true },
      floatType(backend),
    ];
    return backend.executeMultipleOutputs('SelfAdjointEigV2', attributes, [matrix], 2);
  }
  // The same decomposition in JavaScript: half a minute for 32 x 32 pixels where the native op
  // takes a second.
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(
    new Matrix(matrix.arraySync() as number[][]),
    { assumeSymmetric: true },
  );
  return [tf.tensor1d(realEigenvalues), tf.tensor(eigenvectorMatrix.to1DArray(), matrix.shape)];
}

/**
 * Principal component analysis by the eigen-decomposition of the pixel covariance.
 * @param images [N, ...], P pixels each
 * @throws UserError with fewer than two images.
 */
export function principalAxes(images: NdArray): PrincipalAxes {
  const count = images.shape[0];
  if (count < 2)
    throw new UserError(
      `Principal components need at least 2 images but got ${count}: is the region's training_inputs.npy there?`,
    );
  const pixels = sizeOf(images.shape.slice(1));
  const tensors = tf.tidy(() => {
    const rows = tf.tensor2d(images.values, [count, pixels]);
    const mean = rows.mean(0);
    const centred = rows.sub(mean) as tf.Tensor2D;
    const [values, vectors] = symmetricEigen(tf.matMul(centred, centred, true, false).div(count));
    // No arrays: tidy looks for tensors in what it returns, which took longer than the
    // decomposition.
    return { mean, axes: vectors.reverse(1), variances: values.reverse().relu() };
  });
  const [mean, axes, variances] = [tensors.mean, tensors.axes, tensors.variances].map(
    downloadTensor,
  );
  tf.dispose(tensors);
  return { mean: mean.values, axes, variances: variances.values };
}

/**
 * Reconstructs images from their first principal components: the best linear code with as many
 * numbers per image as an autoencoder has latents; clipped to the images' range [-1, 1].
 * @param images [T, ...] in [-1, 1]
 * @param components how many numbers describe an image (100 = the paper's latent dimension)
 * @param axes of the training images: all of them, or those that a network of some seed was trained
 * on
 * @returns the shape of `images`
 * @throws UserError when there are not that many components
 * @example
 * const { training } = splitTraining(region.trainingImages, seed); // 1,440 of 1,800
 * const axes = principalAxes(takeRows(region.trainingImages, training));
 * reconstructWithPrincipalComponents(region.testImages, 100, axes); // PCA-100
 */
export function reconstructWithPrincipalComponents(
  images: NdArray,
  components: number,
  { mean, axes }: PrincipalAxes,
): NdArray {
  const pixels = mean.length;
  if (!Number.isInteger(components) || components < 1 || components > pixels) {
    throw new UserError(
      `Images of ${pixels} pixels have 1 to ${pixels} principal components, not ${components}.`,
    );
  }
  const values = tf.tidy(() => {
    const basis = tf.tensor2d(axes.values, [pixels, pixels]).slice([0, 0], [pixels, components]);
    const centred = tf.tensor2d(images.values, [images.shape[0], pixels]).sub(mean) as tf.Tensor2D;
    const code = tf.matMul(centred, basis); // [T, components]
    return Float32Array.from(
      tf.matMul(code, basis, false, true).add(mean).clipByValue(-1, 1).dataSync(),
    );
  });
  return { shape: images.shape, values };
}

/** Mean over images, pixel by pixel: [N, ...] -> [P]. */
export function meanImage(images: NdArray): Float64Array {
  const count = images.shape[0];
  const mean = new Float64Array(sizeOf(images.shape.slice(1)));
  images.values.forEach((value, position) => (mean[position % mean.length] += value / count));
  return mean;
}

/**
 * The mean training image in place of every image: what reconstruction is worth without any
 * information about the image.
 * @param images [T, ...]
 * @param trainingImages [N, ...], the same P pixels
 * @returns the shape of `images`
 */
export function reconstructWithMeanImage(images: NdArray, trainingImages: NdArray): NdArray {
  const mean = meanImage(trainingImages);
  return {
    shape: images.shape,
    values: images.values.map((_, position) => mean[position % mean.length]),
  };
}
