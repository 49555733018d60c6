import { PNG } from 'pngjs';
import { type NdArray, rowView } from '../data/ndArray';

/** A grey picture: row-major values in [-1, 1], or NaN for a transparent pixel. */
export interface GreyImage {
  readonly height: number;
  readonly width: number;
  readonly values: Float32Array;
}

/** Pixel widening before encoding: browsers blur a 32-pixel image that is shown larger, hardly one of 160 pixels. */
const magnification = 5;

function greyLevel(value: number): number {
  return Math.round((Math.min(1, Math.max(-1, value)) + 1) * 127.5);
}

/** Encodes a grey picture as a PNG data address, every pixel widened to 5 x 5. */
export function greyPngAddress(image: GreyImage): string {
  const png = new PNG({ width: image.width * magnification, height: image.height * magnification });
  for (let row = 0; row < png.height; row++) {
    const source = Math.floor(row / magnification) * image.width;
    for (let column = 0; column < png.width; column++) {
      const value = image.values[source + Math.floor(column / magnification)];
      png.data.fill(greyLevel(value), 4 * (row * png.width + column), 4 * (row * png.width + column) + 3);
      png.data[4 * (row * png.width + column) + 3] = Number.isNaN(value) ? 0 : 255;
    }
  }
  // Grey with alpha: half the bytes of RGBA.
  return `data:image/png;base64,${PNG.sync.write(png, { colorType: 4 }).toString('base64')}`;
}

/** Puts images side by side: [K, H, W] or [K, H, W, 1] -> one picture of K images with `gap` transparent pixels between them. */
export function imageStrip(images: NdArray, gap: number): GreyImage {
  const [count, height, width] = images.shape as [number, number, number];
  const stripWidth = count * width + Math.max(0, count - 1) * gap;
  const values = new Float32Array(height * stripWidth).fill(NaN);
  for (let index = 0; index < count; index++) {
    const image = rowView(images, index);
    for (let row = 0; row < height; row++) {
      values.set(image.subarray(row * width, (row + 1) * width), row * stripWidth + index * (width + gap));
    }
  }
  return { height, width: stripWidth, values };
}
