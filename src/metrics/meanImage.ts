import { sizeOf, type NdArray } from '../data/ndArray';

/** Mean over images, pixel by pixel: [N, ...] -> [P]. */
export function meanImage(images: NdArray): Float64Array {
  const count = images.shape[0];
  const mean = new Float64Array(sizeOf(images.shape.slice(1)));
  images.values.forEach((value, position) => (mean[position % mean.length] += value / count));
  return mean;
}
