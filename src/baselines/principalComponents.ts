import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { floatType, nativeBackend } from '../backend/nativeOps';
import { tf } from '../backend/tensorflow';
import { sizeOf, type NdArray } from '../data/ndArray';
import { UserError } from '../errors';

/** The principal axes of a set of images, by falling variance. */
export interface PrincipalAxes {
  /** Mean image, [P]. */
  readonly mean: Float32Array;
  /** Unit vectors as columns, [P, P]; their signs are arbitrary. */
  readonly axes: NdArray;
  /** Variance along each axis (divided by the number of images), [P]; tiny negative values are rounding and count as 0. */
  readonly variances: Float32Array;
}

/** Eigenvalues in ascending order and eigenvectors as columns of a symmetric matrix [P, P]. */
function symmetricEigen(matrix: tf.Tensor2D): { values: Float32Array; vectors: Float32Array } {
  const backend = nativeBackend();
  if (backend !== undefined) {
    const attributes = [{ name: 'compute_v', type: backend.binding.TF_ATTR_BOOL, value: true }, floatType(backend)];
    const [values, vectors] = backend.executeMultipleOutputs('SelfAdjointEigV2', attributes, [matrix], 2);
    return { values: Float32Array.from(values.dataSync()), vectors: Float32Array.from(vectors.dataSync()) };
  }
  // The same decomposition in JavaScript: half a minute for 32 x 32 pixels where the native op takes a second.
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(new Matrix(matrix.arraySync()), { assumeSymmetric: true });
  return { values: Float32Array.from(realEigenvalues), vectors: Float32Array.from(eigenvectorMatrix.to1DArray()) };
}

/**
 * Principal component analysis by the eigen-decomposition of the pixel covariance.
 * @param images [N, ...], P pixels each
 * @throws UserError with fewer than two images.
 */
export function principalAxes(images: NdArray): PrincipalAxes {
  const count = images.shape[0];
  if (count < 2) throw new UserError(`Principal components need at least 2 images but got ${count}: is the region's training_inputs.npy there?`);
  const pixels = sizeOf(images.shape.slice(1));
  return tf.tidy(() => {
    const rows = tf.tensor2d(images.values, [count, pixels]);
    const mean = rows.mean(0);
    const centred = rows.sub(mean) as tf.Tensor2D;
    const covariance = tf.matMul(centred, centred, true, false).div(count) as tf.Tensor2D;
    const { values, vectors } = symmetricEigen(covariance);
    const axes = new Float32Array(pixels * pixels);
    for (let pixel = 0; pixel < pixels; pixel++) {
      for (let axis = 0; axis < pixels; axis++) axes[pixel * pixels + axis] = vectors[pixel * pixels + pixels - 1 - axis];
    }
    return {
      mean: Float32Array.from(mean.dataSync()),
      axes: { shape: [pixels, pixels], values: axes },
      variances: values.reverse().map((value) => Math.max(0, value)),
    };
  });
}

/**
 * Reconstructs images from their first principal components: the best linear code with as many numbers per image as an
 * autoencoder has latents; clipped to the images' range [-1, 1].
 * @param images [T, ...] in [-1, 1]
 * @param components how many numbers describe an image (100 = the paper's latent dimension)
 * @param axes of the training images: all of them, or those that a network of some seed was trained on
 * @returns the shape of `images`
 * @throws UserError when there are not that many components
 * @example
 * const { training } = splitTraining(region.trainingImages.shape[0], seed); // 1,440 of 1,800
 * const axes = principalAxes(takeRows(region.trainingImages, training));
 * reconstructWithPrincipalComponents(region.testImages, 100, axes); // PCA-100
 */
export function reconstructWithPrincipalComponents(images: NdArray, components: number, { mean, axes }: PrincipalAxes): NdArray {
  const pixels = mean.length;
  if (!Number.isInteger(components) || components < 1 || components > pixels) {
    throw new UserError(`Images of ${pixels} pixels have 1 to ${pixels} principal components, not ${components}.`);
  }
  const values = tf.tidy(() => {
    const basis = tf.tensor2d(axes.values, [pixels, pixels]).slice([0, 0], [pixels, components]);
    const centred = tf.tensor2d(images.values, [images.shape[0], pixels]).sub(mean) as tf.Tensor2D;
    const code = tf.matMul(centred, basis); // [T, components]
    return Float32Array.from(tf.matMul(code, basis, false, true).add(mean).clipByValue(-1, 1).dataSync());
  });
  return { shape: images.shape, values };
}

/** Mean over images, pixel by pixel: [N, ...] -> [P]. */
export function meanImage(images: NdArray): Float64Array {
  const count = images.shape[0];
  const mean = new Float64Array(sizeOf(images.shape.slice(1)));
  images.values.forEach((value, position) => {
    mean[position % mean.length] += value / count;
  });
  return mean;
}

/**
 * The mean training image in place of every image: what reconstruction is worth without any information about the image.
 * @param images [T, ...]
 * @param trainingImages [N, ...], the same P pixels
 * @returns the shape of `images`
 */
export function reconstructWithMeanImage(images: NdArray, trainingImages: NdArray): NdArray {
  const mean = meanImage(trainingImages);
  return { shape: images.shape, values: images.values.map((_, position) => mean[position % mean.length]) };
}
