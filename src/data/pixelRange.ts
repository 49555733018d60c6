import { UserError } from '../errors';
import type { NpyArray } from './npy';

/** How the pixels of a data set are stored: in [-1, 1] they are `value * scale + offset`. */
export interface PixelRange {
  readonly scale: number;
  readonly offset: number;
}

const UINT8: PixelRange = { scale: 2 / 255, offset: -1 };

/** In the order in which they are tried; the first is Antolik's uint8 * 1e-6. */
const FLOAT_RANGES = [
  { least: 0, most: 255e-6 * (1 + 1e-6), range: { scale: UINT8.scale * 1e6, offset: -1 } },
  { least: 0, most: 1, range: { scale: 2, offset: -1 } },
  { least: -1, most: 1, range: { scale: 1, offset: 0 } },
  { least: 0, most: 255, range: UINT8 },
] as const;

/**
 * Decides the range of the images of one region, training and test images together, by a fixed rule: uint8 files are 0 ... 255, others have the first
 * range that holds them all; everything else is refused, because a guess would silently change the contrast.
 * @param files finite pixels, at least one array with at least one value.
 * @param names how messages name them.
 * @throws UserError when no rule fits, or only some of the files are uint8.
 */
export function pixelRange(files: readonly NpyArray[], names: readonly string[]): PixelRange {
  const where = names.join(' and ');
  let minimum = Infinity;
  let maximum = -Infinity;
  for (const { values } of files) {
    for (const value of values) {
      minimum = Math.min(minimum, value);
      maximum = Math.max(maximum, value);
    }
  }
  const bytes = files.filter(({ type }) => type === 'u1').length;
  if (bytes > 0) {
    if (bytes < files.length) {
      throw new UserError(`${where} differ in type (${files.map(({ type }) => type).join(' and ')}), so that their pixels cannot share one range: save both as uint8 or both as float.`);
    }
    if (maximum <= 1) throw new UserError(`${where} are uint8 files with no value above ${maximum}: save 0/1 images as float, or multiply them by 255.`);
    return UINT8;
  }
  const found = FLOAT_RANGES.find(({ least, most }) => minimum >= least && maximum <= most);
  if (found === undefined) {
    throw new UserError(`The pixels of ${where} lie in [${minimum}, ${maximum}], which is none of the ranges that are understood: bring them to [0, 255], [0, 1] or [-1, 1].`);
  }
  return found.range;
}
