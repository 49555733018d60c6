import { UserError } from '../errors';
import type { NdArray } from './ndArray';
import { IMAGE_SIDE } from './resize';

/**
 * A sinusoidal grating in a round window on grey; lengths in pixels of the 32 x 32 image that
 * models see, angles in degrees.
 */
export interface Grating {
  /**
   * Direction along which the luminance changes: 0 to the right (stripes stand upright), 90
   * downwards. Repeats after 180.
   */
  readonly orientation: number;
  /** Cycles per image. */
  readonly frequency: number;
  /** Of the cosine at the centre: 0 is a bright stripe. Default: 0. */
  readonly phase?: number | undefined;
  /** Amplitude: (brightest - darkest) / 2, where the range of pixels is -1 to 1. Default: 1. */
  readonly contrast?: number | undefined;
  /** Diameter of the window; a grating without one fills the image. Its edge is one pixel wide. */
  readonly diameter?: number | undefined;
  /** [row, column] of the centre of window and phase. Default: the middle of the image. */
  readonly centre?: readonly [row: number, column: number] | undefined;
}

const middle = (IMAGE_SIDE - 1) / 2;

/**
 * Gratings, the classical stimuli for tuning curves of V1 neurons.
 * @param side of the images in pixels: the same pattern, drawn finer or coarser. Default: 32.
 * @returns [K, side, side, 1] in [-1, 1]
 * @throws UserError for a contrast outside 0 ... 1, or a frequency that the pixels cannot show.
 * @example
 * const turned = [0, 90].map((orientation) => ({ orientation, frequency: 4, diameter: 16 }));
 * gratings(turned).shape; // => [2, 32, 32, 1]
 */
export function gratings(some: readonly Grating[], side = IMAGE_SIDE): NdArray {
  const values = new Float32Array(some.length * side * side);
  const pixel = IMAGE_SIDE / side;
  some.forEach(
    (
      {
        orientation,
        frequency,
        phase = 0,
        contrast = 1,
        diameter = Infinity,
        centre = [middle, middle],
      },
      image,
    ) => {
      if (!(contrast >= 0 && contrast <= 1))
        throw new UserError(`The contrast of a grating lies between 0 and 1, not ${contrast}.`);
      if (!(frequency >= 0 && frequency <= side / 2))
        throw new UserError(
          `Images of ${side} pixels show 0 to ${side / 2} cycles, not ${frequency}.`,
        );
      const [cosine, sine] = [
        Math.cos((orientation * Math.PI) / 180),
        Math.sin((orientation * Math.PI) / 180),
      ];
      for (let place = 0; place < side * side; place++) {
        const y = (Math.floor(place / side) + 0.5) * pixel - 0.5 - centre[0];
        const x = ((place % side) + 0.5) * pixel - 0.5 - centre[1];
        const window = Math.min(1, Math.max(0, diameter / 2 - Math.hypot(x, y) + 0.5));
        const cycles = (frequency * (x * cosine + y * sine)) / IMAGE_SIDE + phase / 360;
        values[image * side * side + place] = contrast * window * Math.cos(2 * Math.PI * cycles);
      }
    },
  );
  return { shape: [some.length, side, side, 1], values };
}
