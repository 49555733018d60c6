import { sizeOf, type NdArray } from '../data/ndArray';
import type { RegionData } from '../data/region';
import { requireTrainingImages } from './requireTrainingImages';

/**
 * The mean training image in place of every test image: what reconstruction is worth without any information about the image.
 * @returns [T, 32, 32, 1]
 * @throws UserError when the region was opened without training images.
 */
export function reconstructWithMeanImage(region: RegionData): NdArray {
  requireTrainingImages(region);
  const { trainingImages, testImages } = region;
  const count = trainingImages.shape[0];
  const pixels = sizeOf(testImages.shape.slice(1));
  const mean = new Float64Array(pixels);
  trainingImages.values.forEach((value, position) => {
    mean[position % pixels] += value / count;
  });
  return { shape: testImages.shape, values: Float32Array.from(testImages.values, (_, position) => mean[position % pixels]) };
}
