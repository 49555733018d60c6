import { meanSquaredError } from './meanSquaredError';

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
