import { Matrix, pseudoInverse } from 'ml-matrix';
import { rowView, type NdArray } from './ndArray';

/** Side of every image that the models see. */
export const IMAGE_SIDE = 32;

/**
 * Of one axis, for each target pixel: the first source pixel that it reads, and the weights of that
 * and the next ones.
 */
type Taps = readonly { readonly first: number; readonly weights: Float64Array }[];

/** Every source pixel counts by the share of the target pixel that it covers. */
function areaTaps(from: number, to: number): Taps {
  const step = from / to;
  return Array.from({ length: to }, (_, target) => {
    const [start, end] = [target * step, (target + 1) * step];
    const first = Math.floor(start);
    const weights = Float64Array.from(
      { length: Math.min(from, Math.ceil(end)) - first },
      (_source, tap) => {
        const covered = Math.min(end, first + tap + 1) - Math.max(start, first + tap);
        return covered / step;
      },
    );
    return { first, weights };
  });
}

function bilinearTaps(from: number, to: number): Taps {
  const step = from / to;
  // A shrinking image is averaged over what a target pixel covers; without that, fine gratings
  // would alias into coarse ones.
  const reach = Math.max(1, step);
  return Array.from({ length: to }, (_, target) => {
    const centre = (target + 0.5) * step;
    const first = Math.max(0, Math.floor(centre - reach + 0.5));
    const end = Math.min(from, Math.floor(centre + reach + 0.5));
    const raw = Float64Array.from({ length: end - first }, (_source, tap) =>
      Math.max(0, 1 - Math.abs((first + tap + 0.5 - centre) / reach)),
    );
    const total = raw.reduce((sum, weight) => sum + weight, 0);
    return { first, weights: raw.map((weight) => weight / total) };
  });
}

/**
 * Bilinear interpolation of one axis as a matrix A [32, side]: an image X of side x side pixels
 * becomes A X Aᵀ, as `resizeImages` makes it. For side 32 it is the identity.
 */
export function resizingMatrix(side: number): NdArray {
  const values = new Float32Array(IMAGE_SIDE * side);
  bilinearTaps(side, IMAGE_SIDE).forEach(({ first, weights }, target) =>
    values.set(weights, target * side + first),
  );
  return { shape: [IMAGE_SIDE, side], values };
}

/**
 * Interpolates along every row and transposes, so that doing it twice resizes both axes: [rows,
 * columns] -> [target, rows].
 */
function resampleRows(image: Float64Array, columns: number, taps: Taps): Float64Array {
  const rows = image.length / columns;
  const resampled = new Float64Array(taps.length * rows);
  taps.forEach(({ first, weights }, target) => {
    for (let row = 0; row < rows; row++) {
      let sum = 0;
      for (let tap = 0; tap < weights.length; tap++)
        sum += weights[tap] * image[row * columns + first + tap];
      resampled[target * rows + row] = sum;
    }
  });
  return resampled;
}

/**
 * Brings square images to 32 x 32, or another side, by bilinear interpolation with half-pixel
 * centres (assumption: the paper does not say how), as PyTorch's `interpolate(mode='bilinear',
 * align_corners=False, antialias=True)`, which for growing images is the one without `antialias`.
 * @param images [count, side, side], flattened.
 * @returns [count, target, target], flattened.
 */
export function resizeImages(
  images: Float64Array,
  count: number,
  side: number,
  target = IMAGE_SIDE,
): Float64Array {
  return side === target ? images : resample(images, count, side, bilinearTaps(side, target));
}

/**
 * Shrinks square images by averaging over the area that every target pixel covers.
 * @param images [count, side, side], flattened.
 * @returns [count, target, target], flattened.
 */
export function areaAverage(
  images: Float64Array,
  count: number,
  side: number,
  target = IMAGE_SIDE,
): Float64Array {
  return resample(images, count, side, areaTaps(side, target));
}

function resample(images: Float64Array, count: number, side: number, taps: Taps): Float64Array {
  const target = taps.length;
  const resized = new Float64Array(count * target * target);
  for (let image = 0; image < count; image++) {
    const source = images.subarray(image * side * side, (image + 1) * side * side);
    resized.set(
      resampleRows(resampleRows(source, side, taps), side, taps),
      image * target * target,
    );
  }
  return resized;
}

/**
 * The images of another size that, brought to 32 x 32, come nearest to these (least squares):
 * exactly those that they were made from, if any.
 * @param images [K, 32, 32, 1]
 * @returns [K, side, side]
 */
export function resizedBack(images: NdArray, side: number): NdArray {
  const back = pseudoInverse(Matrix.from1DArray(IMAGE_SIDE, side, resizingMatrix(side).values)); // [side, 32]
  const count = images.shape[0];
  const values = new Float32Array(count * side * side);
  for (let image = 0; image < count; image++) {
    values.set(
      back
        .mmul(Matrix.from1DArray(IMAGE_SIDE, IMAGE_SIDE, rowView(images, image)))
        .mmul(back.transpose())
        .to1DArray(),
      image * side * side,
    );
  }
  return { shape: [count, side, side], values };
}
