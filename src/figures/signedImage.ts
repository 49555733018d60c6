import { PNG } from 'pngjs';
import type { GreyImage } from './greyImage';

/** Blue for -1, white for 0, vermillion for 1: distinct under the common colour-vision deficiencies (Okabe and Ito 2008). */
const negative = [0, 114, 178] as const;
const positive = [213, 94, 0] as const;

/** Pixel widening before encoding, as in `greyPngAddress`. */
const magnification = 5;

function colour(value: number, channel: 0 | 1 | 2): number {
  const strength = Math.min(1, Math.abs(value));
  const full = value < 0 ? negative[channel] : positive[channel];
  return Math.round(255 + strength * (full - 255));
}

/** Encodes a picture of signed values in [-1, 1] as a PNG data address, every pixel widened to 5 x 5; NaN is transparent. */
export function signedPngAddress(image: GreyImage): string {
  const png = new PNG({ width: image.width * magnification, height: image.height * magnification });
  for (let row = 0; row < png.height; row++) {
    for (let column = 0; column < png.width; column++) {
      const value = image.values[Math.floor(row / magnification) * image.width + Math.floor(column / magnification)];
      const position = 4 * (row * png.width + column);
      for (const channel of [0, 1, 2] as const) png.data[position + channel] = Number.isNaN(value) ? 255 : colour(value, channel);
      png.data[position + 3] = Number.isNaN(value) ? 0 : 255;
    }
  }
  return `data:image/png;base64,${PNG.sync.write(png).toString('base64')}`;
}
