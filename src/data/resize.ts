import { Matrix, pseudoInverse } from 'ml-matrix';
import { rowView, type NdArray } from './ndArray';

/** How images of another size become 32 x 32: by interpolation (the paper's preprocessing as assumed), or by repeating their border. */
export type Resizing = 'bilinear' | 'pad';

/** Side of every image that the models see. */
export const IMAGE_SIDE = 32;

/** For each target pixel: the first source pixel that it reads and the weights of that and the next ones. */
interface Taps {
  readonly first: Int32Array;
  readonly weights: readonly Float64Array[];
}

function bilinearTaps(from: number, to: number): Taps {
  const step = from / to;
  // A shrinking image is averaged over what a target pixel covers; without that, fine gratings would alias into coarse ones.
  const reach = Math.max(1, step);
  const first = new Int32Array(to);
  const weights = Array.from({ length: to }, (_, target) => {
    const centre = (target + 0.5) * step;
    const begin = Math.max(0, Math.floor(centre - reach + 0.5));
    const end = Math.min(from, Math.floor(centre + reach + 0.5));
    const raw = Float64Array.from({ length: end - begin }, (_, tap) => Math.max(0, 1 - Math.abs((begin + tap + 0.5 - centre) / reach)));
    const total = raw.reduce((sum, weight) => sum + weight, 0);
    first[target] = begin;
    return raw.map((weight) => weight / total);
  });
  return { first, weights };
}

/**
 * Bilinear interpolation of one axis as a matrix A [32, side]: an image X of side x side pixels becomes A X Aᵀ, as `resizeImages` makes it.
 * For side 32 it is the identity.
 */
export function resizingMatrix(side: number): NdArray {
  const { first, weights } = bilinearTaps(side, IMAGE_SIDE);
  const values = new Float32Array(IMAGE_SIDE * side);
  weights.forEach((taps, target) => taps.forEach((weight, tap) => {
    values[target * side + first[target] + tap] = weight;
  }));
  return { shape: [IMAGE_SIDE, side], values };
}

/** The image in the middle, its border pixels repeated outwards; an odd row or column too many goes to the end. */
function paddingTaps(from: number, to: number): Taps {
  const before = Math.floor((to - from) / 2);
  return {
    first: Int32Array.from({ length: to }, (_, target) => Math.min(from - 1, Math.max(0, target - before))),
    weights: Array.from({ length: to }, () => Float64Array.of(1)),
  };
}

/** Interpolates along every row and transposes, so that doing it twice resizes both axes: [rows, columns] -> [target, rows]. */
function resampleRows(image: Float64Array, columns: number, { first, weights }: Taps): Float64Array {
  const rows = image.length / columns;
  const resampled = new Float64Array(weights.length * rows);
  for (let row = 0; row < rows; row++) {
    for (let target = 0; target < weights.length; target++) {
      const start = row * columns + first[target];
      resampled[target * rows + row] = weights[target].reduce((sum, weight, tap) => sum + weight * image[start + tap], 0);
    }
  }
  return resampled;
}

/**
 * Brings square images to 32 x 32, or another side.
 * `bilinear` has half-pixel centres, as PyTorch's `interpolate(mode='bilinear', align_corners=False, antialias=True)`,
 * which for growing images is the one without `antialias`.
 * @param images [count, side, side], flattened.
 * @returns [count, target, target], flattened.
 * @throws RangeError when larger images are to be padded.
 */
export function resizeImages(images: Float64Array, count: number, side: number, resizing: Resizing, target = IMAGE_SIDE): Float64Array {
  if (side === target) {
    return images;
  }
  if (resizing === 'pad' && side > target) {
    throw new RangeError(`Images of ${side} x ${side} pixels cannot be padded to ${target} x ${target}.`);
  }
  const taps = resizing === 'pad' ? paddingTaps(side, target) : bilinearTaps(side, target);
  const resized = new Float64Array(count * target * target);
  for (let image = 0; image < count; image++) {
    const source = images.subarray(image * side * side, (image + 1) * side * side);
    resized.set(resampleRows(resampleRows(source, side, taps), side, taps), image * target * target);
  }
  return resized;
}

/**
 * The images of another size that, brought to 32 x 32, come nearest to these (least squares): exactly those that they were made from, if any.
 * @param images [K, 32, 32, 1]
 * @returns [K, side, side]
 */
export function resizedBack(images: NdArray, side: number): NdArray {
  const back = pseudoInverse(Matrix.from1DArray(IMAGE_SIDE, side, resizingMatrix(side).values)); // [side, 32]
  const count = images.shape[0];
  const values = new Float32Array(count * side * side);
  for (let image = 0; image < count; image++) {
    values.set(back.mmul(Matrix.from1DArray(IMAGE_SIDE, IMAGE_SIDE, rowView(images, image))).mmul(back.transpose()).to1DArray(), image * side * side);
  }
  return { shape: [count, side, side], values };
}
