import { IMAGE_SIDE } from './resize';

/**
 * A coordinate on the source image in pixels of the 32 x 32 image that the models see; pixel centres lie at whole numbers on both.
 * It is the mapping of bilinear resizing; padding shifts less than half a pixel from it.
 * @param sourceSide side of the source image, for example 31
 */
export function toImagePixels(coordinate: number, sourceSide: number): number {
  return ((coordinate + 0.5) * IMAGE_SIDE) / sourceSide - 0.5;
}
