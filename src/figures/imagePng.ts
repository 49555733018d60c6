import { PNG } from 'pngjs';

/** A picture: row-major values in [-1, 1], or NaN for a transparent pixel. */
export interface Picture {
  readonly height: number;
  readonly width: number;
  readonly values: Float32Array;
}

/** Pixel widening before encoding: browsers blur a 32-pixel image that is shown larger, hardly one of 160 pixels. */
const magnification = 5;

/** Blue for -1, white for 0, vermillion for 1: distinct under the common colour-vision deficiencies (Okabe and Ito 2008). */
const negative = [0, 114, 178] as const;
const positive = [213, 94, 0] as const;
const clipped = (value: number): number => Math.min(1, Math.max(-1, value));
const grey = (value: number): number[] => Array(3).fill((clipped(value) + 1) * 127.5);
const signed = (value: number): number[] => (value < 0 ? negative : positive).map((full) => 255 + Math.abs(clipped(value)) * (full - 255));

/**
 * A picture as a PNG data address, every pixel widened to 5 x 5.
 * @param colours grey from black at -1 to white at 1, or signed: blue below 0, white at 0, vermillion above
 */
export function pngAddress({ height, width, values }: Picture, colours: 'grey' | 'signed' = 'grey'): string {
  const png = new PNG({ width: width * magnification, height: height * magnification });
  const pixels = Array.from(values, (value) => (Number.isNaN(value) ? [255, 255, 255, 0] : [...(colours === 'grey' ? grey : signed)(value).map(Math.round), 255]));
  for (let row = 0; row < png.height; row++) {
    for (let column = 0; column < png.width; column++) {
      png.data.set(pixels[Math.floor(row / magnification) * width + Math.floor(column / magnification)], 4 * (row * png.width + column));
    }
  }
  // Grey with alpha takes half the bytes of RGBA.
  return `data:image/png;base64,${PNG.sync.write(png, colours === 'grey' ? { colorType: 4 } : {}).toString('base64')}`;
}
