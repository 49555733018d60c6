import { createHash } from 'node:crypto';
import { UserError } from '../errors';
import { listOf } from './images';
import { rowView, type NdArray } from './ndArray';

/** What an image is known by among others: equal for equal pixels. */
function imageKey(images: NdArray, index: number): string {
  const pixels = rowView(images, index);
  return createHash('sha256')
    .update(new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.byteLength))
    .digest('base64');
}

/**
 * The rows of equal images [N, ...], one list for every different image, in the order in which they
 * first appear.
 */
export function rowsOfEqualImages(images: NdArray): readonly number[][] {
  const rows = new Map<string, number[]>();
  for (let index = 0; index < images.shape[0]; index++) {
    const key = imageKey(images, index);
    const known = rows.get(key);
    if (known === undefined) rows.set(key, [index]);
    else known.push(index);
  }
  return [...rows.values()];
}

/**
 * Refuses test images that are training images: a model would be scored on what it was fitted to.
 * @param training [N, 32, 32, 1]; @param test [T, 32, 32, 1]: as the models see them.
 */
export function refuseLeaks(
  training: NdArray,
  test: NdArray,
  trainingFile: string,
  testFile: string,
): void {
  const known = new Set(
    Array.from({ length: training.shape[0] }, (_, index) => imageKey(training, index)),
  );
  const leaked = Array.from({ length: test.shape[0] }, (_, index) => index).filter((index) =>
    known.has(imageKey(test, index)),
  );
  if (leaked.length > 0)
    throw new UserError(
      `${testFile} holds ${leaked.length} of ${test.shape[0]} images that are in ${trainingFile} too (${listOf(leaked)}): remove them, with their responses, from one of the two.`,
    );
}
