import { tf } from '../backend/tensorflow';
import type { NdArray } from '../data/ndArray';
import { UserError } from '../errors';
import type { PrincipalAxes } from './principalAxes';

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
