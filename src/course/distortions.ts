import { createRandom } from '../data/random';
import { UserError } from '../errors';
import { gaussianKernel } from '../metrics/gaussianKernel';
import { meanSquaredError } from '../metrics/meanSquaredError';

/** How an image can be spoilt, in the order in which they are shown. */
export const distortionKinds = ['brightness', 'contrast', 'shift', 'blur', 'noise'] as const;
export type DistortionKind = (typeof distortionKinds)[number];

/** A spoilt image. */
export interface Distortion {
  readonly kind: DistortionKind;
  /** [side * side] in [-1, 1] */
  readonly image: Float32Array;
}

type Spoil = (image: Float32Array, strength: number) => Float32Array;

function sideOf(image: Float32Array): number {
  return Math.sqrt(image.length);
}

function meanOf(image: Float32Array): number {
  return image.reduce((sum, value) => sum + value, 0) / image.length;
}

/** Moved to the right by a number of pixels that need not be whole; the left border is repeated. */
const shift: Spoil = (image, strength) => {
  const side = sideOf(image);
  return image.map((_, pixel) => {
    const start = pixel - (pixel % side);
    const column = Math.max(0, (pixel % side) - strength);
    const left = Math.floor(column);
    const share = column - left;
    return image[start + left] * (1 - share) + image[start + Math.min(side - 1, left + 1)] * share;
  });
};

/** Gaussian with the strength as standard deviation in pixels; the borders are repeated. */
const blur: Spoil = (image, strength) => {
  const side = sideOf(image);
  const radius = Math.ceil(3 * strength);
  const weights = gaussianKernel(Math.max(strength, 1e-6), radius);
  const along = (source: Float32Array, at: (pixel: number, offset: number) => number): Float32Array =>
    source.map((_, pixel) => weights.reduce((sum, weight, index) => sum + weight * source[at(pixel, index - radius)], 0));
  const inside = (position: number): number => Math.min(side - 1, Math.max(0, position));
  const rows = along(image, (pixel, offset) => pixel - (pixel % side) + inside((pixel % side) + offset));
  return along(rows, (pixel, offset) => inside(Math.floor(pixel / side) + offset) * side + (pixel % side));
};

const spoilers: Readonly<Record<DistortionKind, { readonly strongest: number; readonly apply: Spoil }>> = {
  brightness: { strongest: 2, apply: (image, strength) => image.map((value) => value + strength) },
  contrast: {
    strongest: 1,
    apply: (image, strength) => {
      const mean = meanOf(image);
      return image.map((value) => mean + (1 - strength) * (value - mean));
    },
  },
  shift: { strongest: 8, apply: shift },
  blur: { strongest: 16, apply: blur },
  noise: {
    strongest: 4,
    apply: (image, strength) => {
      const random = createRandom(1, 'distortion');
      return image.map((value) => value + strength * random.normal());
    },
  },
};

function spoil(image: Float32Array, kind: DistortionKind, strength: number): Float32Array {
  return spoilers[kind].apply(image, strength).map((value) => Math.min(1, Math.max(-1, value)));
}

/** Halvings of the range of strengths: enough for single precision. */
const halvings = 40;

/**
 * An image spoilt in one way, as strongly as gives the wanted error.
 * @param image [side * side] in [-1, 1], square
 * @throws UserError when no strength gives that error.
 */
export function distort(image: Float32Array, kind: DistortionKind, mse: number): Float32Array {
  let low = 0;
  let high = spoilers[kind].strongest;
  if (meanSquaredError(spoil(image, kind, high), image) < mse) {
    throw new UserError(
      `No ${kind} gives this image a mean squared error of ${mse}: choose a smaller error or an image with more contrast.`,
    );
  }
  for (let halving = 0; halving < halvings; halving++) {
    const middle = (low + high) / 2;
    if (meanSquaredError(spoil(image, kind, middle), image) < mse) low = middle;
    else high = middle;
  }
  return spoil(image, kind, high);
}

/**
 * The same image spoilt in five ways, each as strongly as gives the wanted error: brighter, paler, moved, blurred, noisy.
 * @param image [side * side] in [-1, 1], square
 * @param mse mean squared error of each, above 0
 * @throws UserError when one of them cannot reach the error: a nearly uniform image cannot be blurred much.
 */
export function equalErrorDistortions(image: Float32Array, mse: number): readonly Distortion[] {
  if (!(mse > 0)) throw new UserError(`The mean squared error has to be above 0 but is ${mse}.`);
  return distortionKinds.map((kind) => ({ kind, image: distort(image, kind, mse) }));
}
