import { tf } from '../backend/tensorflow';
import type { NdArray } from '../data/ndArray';
import type { RegionData } from '../data/region';
import { UserError } from '../errors';
import type { FittedModel } from '../models/fittedModel';

/** Orthonormal DCT-II as a matrix: row k is the k-th cosine, [side, side]. */
function cosineMatrix(side: number): Float32Array {
  return Float32Array.from({ length: side * side }, (_, index) => {
    const frequency = Math.floor(index / side);
    const scale = Math.sqrt((frequency === 0 ? 1 : 2) / side);
    return scale * Math.cos((Math.PI * frequency * ((index % side) + 0.5)) / side);
  });
}

/**
 * Two-dimensional orthonormal DCT-II of square images, C X C^T, [N, side, side]; inverse: the
 * images of such coefficients, C^T X C.
 */
export function transformCosines(
  values: tf.Tensor3D,
  direction: 'forward' | 'inverse' = 'forward',
): tf.Tensor3D {
  const [count, side] = values.shape;
  const isInverse = direction === 'inverse';
  const cosines = tf
    .tensor2d(cosineMatrix(side), [side, side])
    .expandDims<tf.Tensor3D>(0)
    .tile<tf.Tensor3D>([count, 1, 1]);
  return tf.matMul(tf.matMul(cosines, values, isInverse, false), cosines, false, !isInverse);
}

/**
 * Reconstructs images from their lowest two-dimensional cosine coefficients (orthonormal DCT-II): a
 * code that nothing was learned for. Kept are the coefficients nearest to frequency 0, by u^2 +
 * v^2, ties in row order; the result is clipped to the images' range [-1, 1].
 * @param images [N, side, side, 1] in [-1, 1]
 * @param coefficients numbers that describe an image
 * @returns the same shape
 * @throws UserError when there are not that many coefficients.
 */
export function reconstructWithCosines(images: NdArray, coefficients: number): NdArray {
  const [count, side] = images.shape as [number, number];
  if (!Number.isInteger(coefficients) || coefficients < 1 || coefficients > side * side) {
    throw new UserError(
      `Images of ${side} x ${side} pixels have 1 to ${side * side} cosine coefficients, not ` +
        `${coefficients}.`,
    );
  }
  const distance = (index: number): number => Math.floor(index / side) ** 2 + (index % side) ** 2;
  const order = Array.from({ length: side * side }, (_, index) => index).sort(
    (a, b) => distance(a) - distance(b) || a - b,
  );
  const mask = new Float32Array(side * side);
  for (const index of order.slice(0, coefficients)) mask[index] = 1;
  const values = tf.tidy(() => {
    const spectrum = transformCosines(tf.tensor3d(images.values, [count, side, side])).mul(
      tf.tensor2d(mask, [side, side]),
    ) as tf.Tensor3D;
    return Float32Array.from(transformCosines(spectrum, 'inverse').clipByValue(-1, 1).dataSync());
  });
  return { shape: images.shape, values };
}

/**
 * The DCT as a model that reconstructs, so that it stands in one table with the others; nothing is
 * fitted.
 * @param options.coefficients numbers that describe an image; default 64
 * @example
 * score(fitCosines(region, { coefficients: 100 }), region).mse; // => one error an image
 */
export function fitCosines(
  _region: RegionData,
  { coefficients = 64 }: { readonly coefficients?: number | undefined } = {},
): FittedModel & { readonly reconstruct: (images: NdArray) => NdArray } {
  return {
    reconstruct: (images) => reconstructWithCosines(images, coefficients),
    parameters: 0,
  };
}
