import path from 'node:path';
import { UserError } from '../errors';
import { LABEL_FILES } from './layout';
import { sizeOf, type NdArray } from './ndArray';
import { readNpy, type NpyArray } from './npy';
import type { Labels } from './region';
import { IMAGE_SIDE, resizeImages } from './resize';

/**
 * Checks the images of one file before anything is computed from them.
 * @param images [N, P * P], [N, P, P] or [N, P, P, 1].
 * @returns P.
 * @throws UserError for other shapes, no images, values that are not finite, and images without any
 * contrast.
 */
export function checkImages({ shape, values }: NpyArray, file: string): number {
  const [count, ...picture] = shape;
  const pixels = sizeOf(picture);
  const side = picture.length === 1 ? Math.round(Math.sqrt(pixels)) : picture[0];
  const square =
    picture.length === 1 ||
    (picture.length === 2 && picture[1] === side) ||
    (picture.length === 3 && picture[1] === side && picture[2] === 1);
  if (shape.length < 2 || !square || side * side !== pixels) {
    throw new UserError(
      `${file} has the shape (${shape.join(', ')}), but square grey images are needed: (N, ` +
        'P*P), (N, P, P) or (N, P, P, 1).',
    );
  }
  if (count === 0 || side < 2)
    throw new UserError(
      `${file} holds ${count} images of ${side} x ${side} pixels: a region needs images of ` +
        'at least 2 x 2 pixels.',
    );
  const wrong = values.findIndex((value) => !Number.isFinite(value));
  if (wrong >= 0)
    throw new UserError(
      `${file} holds the value ${values[wrong]} in image ${Math.floor(wrong / pixels)}: ` +
        'every pixel has to be a finite number.',
    );
  const hasNoContrast = (image: number): boolean =>
    values
      .subarray(image * pixels, (image + 1) * pixels)
      .every((value) => value === values[image * pixels]);
  const constant = Array.from({ length: count }, (_, image) => image).filter(hasNoContrast);
  if (constant.length > 0) {
    throw new UserError(
      `${file} holds ${constant.length} of ${count} images without any contrast ` +
        `(${listOf(constant)}), which have nothing to reconstruct: remove these rows from the ` +
        'images and from the responses.',
    );
  }
  return side;
}

/** The first few of many indices, for messages. */
export function listOf(indices: readonly number[]): string {
  return indices.length <= 10 ? indices.join(', ') : `${indices.slice(0, 10).join(', ')}, ...`;
}

/** How the pixels of a data set are stored: in [-1, 1] they are `value * scale + offset`. */
export interface PixelRange {
  readonly low: number;
  readonly high: number;
  readonly scale: number;
  readonly offset: number;
}

const rangeOf = (low: number, high: number): PixelRange => ({
  low,
  high,
  scale: 2 / (high - low),
  offset: -1 - (2 / (high - low)) * low,
});
const UINT8 = rangeOf(0, 255);

/** In the order in which they are tried; the first is Antolik's uint8 * 1e-6. */
const FLOAT_RANGES: readonly PixelRange[] = [
  { low: 0, high: 255e-6, scale: UINT8.scale * 1e6, offset: -1 },
  rangeOf(0, 1),
  rangeOf(-1, 1),
  UINT8,
];

/**
 * How far pixels may lie outside their range, as a share of it: interpolation overshoots at edges.
 * They are clipped.
 */
const MOST_OVERSHOOT = 0.1;

/**
 * Decides the range of the images of one region, training and test images together, by a fixed
 * rule: uint8 files are 0 ... 255, others have the range that holds them all, but for what
 * interpolation overshoots, and of which they use more than half (for [-1, 1]: both halves).
 * Everything else is refused, because a guess would silently change the contrast.
 * @param files finite pixels, at least one array with at least one value.
 * @param names how messages name them.
 * @param stated lowest and highest possible pixel, where the data set says so; nothing is guessed
 * then.
 * @throws UserError when no rule fits, the pixels are not in the stated range, or only some of the
 * files are uint8.
 */
export function pixelRange(
  files: readonly NpyArray[],
  names: readonly string[],
  stated?: readonly [low: number, high: number],
): PixelRange {
  const where = names.join(' and ');
  const minimum = Math.min(
    ...files.map(({ values }) => values.reduce((least, value) => Math.min(least, value))),
  );
  const maximum = Math.max(
    ...files.map(({ values }) => values.reduce((most, value) => Math.max(most, value))),
  );
  const found = `The pixels of ${where} lie in [${minimum}, ${maximum}]`;
  const holds = ({ low, high }: PixelRange): boolean => {
    const overshoot = MOST_OVERSHOOT * (high - low);
    return minimum >= low - overshoot && maximum <= high + overshoot;
  };
  if (stated !== undefined) {
    const range = rangeOf(...stated);
    if (!holds(range))
      throw new UserError(
        `${found}, but dataset.json says [${stated.join(', ')}]: correct "pixels" there, or ` +
          'the images.',
      );
    return range;
  }
  const types = files.map(({ type }) => type);
  if (types.includes('u1')) {
    if (types.some((type) => type !== 'u1')) {
      throw new UserError(
        `${where} differ in type (${types.join(' and ')}), so that their pixels cannot share ` +
          'one range: save both as uint8 or both as float.',
      );
    }
    if (maximum <= 1)
      throw new UserError(
        `${where} are uint8 files with no value above ${maximum}: save 0/1 images as float, ` +
          'or multiply them by 255.',
      );
    return UINT8;
  }
  const range = FLOAT_RANGES.find((candidate) => {
    const middle = (candidate.low + candidate.high) / 2;
    const isUsed =
      candidate.low < 0 ? minimum <= candidate.low / 2 && maximum > 0 : maximum > middle;
    return holds(candidate) && isUsed;
  });
  if (range === undefined) {
    throw new UserError(
      `${found}, from which their range cannot be told: bring them to [0, 255], [0, 1] or ` +
        '[-1, 1], or state the lowest and highest possible pixel in dataset.json beside the ' +
        'regions, for example {"pixels": [0, 255]}.',
    );
  }
  return range;
}

/** How many pixels lie outside a range by more than rounding. */
export function countOutside(files: readonly NpyArray[], { low, high }: PixelRange): number {
  const rounding = 1e-6 * (high - low);
  return files.reduce(
    (count, { values }) =>
      count + values.filter((value) => value < low - rounding || value > high + rounding).length,
    0,
  );
}

/**
 * Images as the models see them; pixels outside the range are clipped.
 * @param images checked by {@link checkImages}, `side` pixels wide.
 * @returns [N, 32, 32, 1] in [-1, 1].
 */
export function preprocessImages(
  { shape, values }: NpyArray,
  side: number,
  { scale, offset }: PixelRange,
): NdArray {
  const resized = resizeImages(values, shape[0], side);
  return {
    shape: [shape[0], IMAGE_SIDE, IMAGE_SIDE, 1],
    values: new Float32Array(
      resized.map((value) => Math.min(1, Math.max(-1, value * scale + offset))),
    ),
  };
}

/**
 * Reads the classes of a region's images.
 * @throws UserError for labels that do not fit, or a class that one of the files lacks.
 */
export async function readLabels(
  folder: string,
  trainingImages: NpyArray,
  testImages: NpyArray,
): Promise<Labels> {
  const readClasses = async (file: string, { shape: [images] }: NpyArray): Promise<number[]> => {
    const { shape, values } = await readNpy(path.join(folder, file));
    if (
      shape.join() !== String(images) ||
      values.some((value) => !Number.isInteger(value) || value < 0)
    ) {
      throw new UserError(
        `${path.join(folder, file)} has to hold one class, a whole number from 0, for each ` +
          `of the ${images} images.`,
      );
    }
    return Array.from(values);
  };
  const [training, test] = [
    await readClasses(LABEL_FILES.training, trainingImages),
    await readClasses(LABEL_FILES.test, testImages),
  ];
  const count = 1 + [...training, ...test].reduce((most, label) => Math.max(most, label), 0);
  const lacking = Array.from({ length: count }, (_, label) => label).filter(
    (label) => !training.includes(label) || !test.includes(label),
  );
  if (count < 2 || lacking.length > 0) {
    const without = lacking.length > 0 ? `, but lacks some of ${lacking.join(', ')}` : '';
    throw new UserError(
      `${folder} needs images of at least two classes, each in ${LABEL_FILES.training} and in ` +
        `${LABEL_FILES.test}${without}.`,
    );
  }
  return { classes: Array.from({ length: count }, (_, label) => `class ${label}`), training, test };
}
