import { rowView, type NdArray } from '../data/ndArray';
import { requireSameLength, requireSameShape } from './requireSame';
import { structuralSimilarity } from './structuralSimilarity';

/**
 * Mean squared error of an image: the squared differences to the reference, averaged over pixels.
 *
 * On images in [-1, 1] it is four times what the same images in [0, 1] would give; the paper's numbers only fit [-1, 1].
 *
 * @throws UserError when the images differ in size or are empty
 * @example
 * meanSquaredError([0, 1], [0, 0]); // => 0.5
 */
export function meanSquaredError(image: ArrayLike<number>, reference: ArrayLike<number>): number {
  requireSameLength('meanSquaredError', image, reference);
  let sum = 0;
  for (let pixel = 0; pixel < image.length; pixel++) sum += (image[pixel] - reference[pixel]) ** 2;
  return sum / image.length;
}

/**
 * Peak signal-to-noise ratio of one image in decibels: ten times the decimal logarithm of the squared data range
 * over the mean squared error.
 *
 * Average it over images: the mean of per-image PSNR is not the PSNR of the mean error.
 * Identical images give Infinity, which JSON cannot hold.
 *
 * @param dataRange largest minus smallest possible pixel value: 2 for images in [-1, 1]
 * @throws UserError when the images differ in size or are empty
 * @example
 * peakSignalToNoiseRatio([0.2, 0], [0, 0]); // => 23.010299956639813
 */
export function peakSignalToNoiseRatio(image: ArrayLike<number>, reference: ArrayLike<number>, dataRange = 2): number {
  return 10 * Math.log10(dataRange ** 2 / meanSquaredError(image, reference));
}

/** One value per image each. */
export interface ImageScores {
  readonly mse: number[];
  readonly psnr: number[];
  readonly ssim: number[];
}

/**
 * Mean squared error, peak signal-to-noise ratio and structural similarity (Wang 2004) of every reconstructed image.
 *
 * @param reconstructions [T, height, width, 1] in [-1, 1]
 * @param images what they should be, same shape
 * @throws UserError when the shapes differ
 * @example
 * const { psnr } = scoreReconstructions(result.reconstructions, region.testImages);
 * mean(psnr); // the paper's PSNR
 */
export function scoreReconstructions(reconstructions: NdArray, images: NdArray): ImageScores {
  requireSameShape('scoreReconstructions', reconstructions, images);
  const [count, , width] = images.shape;
  const scores: ImageScores = { mse: [], psnr: [], ssim: [] };
  for (let index = 0; index < count; index++) {
    const [reconstruction, image] = [rowView(reconstructions, index), rowView(images, index)];
    scores.mse.push(meanSquaredError(reconstruction, image));
    scores.psnr.push(peakSignalToNoiseRatio(reconstruction, image));
    scores.ssim.push(structuralSimilarity(reconstruction, image, { width }));
  }
  return scores;
}
