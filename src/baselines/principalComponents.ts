import { tf } from '../backend/tensorflow';
import { sizeOf, takeRows, type NdArray } from '../data/ndArray';
import type { RegionData } from '../data/region';
import { UserError } from '../errors';
import { principalAxes } from './principalAxes';
import { requireTrainingImages } from './requireTrainingImages';

/**
 * Reconstructs the test images from their first principal components: the best linear code with as many numbers per image
 * as an autoencoder has latents. Fitted on the training images only; clipped to the images' range [-1, 1].
 * @param components how many numbers describe an image (100 = the paper's latent dimension)
 * @param images rows of the training images that they are fitted on, for example those of a network's split; all by default
 * @returns [T, 32, 32, 1]
 * @throws UserError when there are not that many components, or no training images.
 */
export function reconstructWithPrincipalComponents(region: RegionData, components: number, images?: readonly number[]): NdArray {
  requireTrainingImages(region);
  const { trainingImages, testImages } = region;
  const pixels = sizeOf(testImages.shape.slice(1));
  if (!Number.isInteger(components) || components < 1 || components > pixels) {
    throw new UserError(`Images of ${pixels} pixels have 1 to ${pixels} principal components, not ${components}.`);
  }
  const { mean, axes } = principalAxes(images === undefined ? trainingImages : takeRows(trainingImages, images));
  const values = tf.tidy(() => {
    const basis = tf.tensor2d(axes.values, [pixels, pixels]).slice([0, 0], [pixels, components]);
    const centred = tf.tensor2d(testImages.values, [testImages.shape[0], pixels]).sub(mean) as tf.Tensor2D;
    const code = tf.matMul(centred, basis); // [T, components]
    return Float32Array.from(tf.matMul(code, basis, false, true).add(mean).clipByValue(-1, 1).dataSync());
  });
  return { shape: testImages.shape, values };
}
