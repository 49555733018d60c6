import { sizeOf, type NdArray } from '../data/ndArray';

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
