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
const channels = [0, 1, 2] as const;

const clipped = (value: number): number => Math.min(1, Math.max(-1, value));
const greyLevel = (value: number): number => (clipped(value) + 1) * 127.5;
const signedLevel = (value: number, channel: 0 | 1 | 2): number => 255 + Math.abs(clipped(value)) * ((value < 0 ? negative : positive)[channel] - 255);

/** Encodes as a PNG data address; grey with alpha takes half the bytes of RGBA. */
function pngAddress({ height, width, values }: Picture, level: (value: number, channel: 0 | 1 | 2) => number, isGrey: boolean): string {
  const png = new PNG({ width: width * magnification, height: height * magnification });
  for (let row = 0; row < png.height; row++) {
    for (let column = 0; column < png.width; column++) {
      const value = values[Math.floor(row / magnification) * width + Math.floor(column / magnification)];
      const position = 4 * (row * png.width + column);
      for (const channel of channels) png.data[position + channel] = Number.isNaN(value) ? 255 : Math.round(level(value, channel));
      png.data[position + 3] = Number.isNaN(value) ? 0 : 255;
    }
  }
  return `data:image/png;base64,${PNG.sync.write(png, isGrey ? { colorType: 4 } : {}).toString('base64')}`;
}

/** A grey picture from black at -1 to white at 1 as a PNG data address, every pixel widened to 5 x 5. */
export function greyPngAddress(picture: Picture): string {
  return pngAddress(picture, greyLevel, true);
}

/** The same of signed values: blue below 0, white at 0, vermillion above. */
export function signedPngAddress(picture: Picture): string {
  return pngAddress(picture, signedLevel, false);
}
