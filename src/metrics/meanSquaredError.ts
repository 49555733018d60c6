import { requireSameLength } from './requireSame';

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
