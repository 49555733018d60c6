import { rowsOfEqualImages } from './duplicates';
import type { NdArray } from './ndArray';
import { createRandom } from './random';

// paper: "a separate validation set"; assumption: its share, appendix tables are not available.
const TRAINING_SHARE = 0.8;

/**
 * Splits training images 80 to 20 at random; the same seed gives the same split for every model.
 * An image that was shown several times is on one side with all its rows, because validation says
 * something about other images only. The test images have no part in it.
 * @param images [N, ...]
 * @returns which rows of a training file a model is fitted to, and which decide when it stops:
 * ascending, disjoint, complete
 * @throws RangeError when there are fewer than 2 different images: one of the halves would be empty.
 */
export function splitTraining(
  images: NdArray,
  seed: number,
): Readonly<Record<'training' | 'validation', number[]>> {
  const rows = rowsOfEqualImages(images);
  if (rows.length < 2)
    throw new RangeError(
      `At least 2 different training images are needed for a split, not ${rows.length}.`,
    );
  const order = createRandom(seed, 'split').permutation(rows.length);
  const boundary = Math.min(rows.length - 1, Math.max(1, Math.round(rows.length * TRAINING_SHARE)));
  const rowsOf = (chosen: readonly number[]): number[] =>
    chosen.flatMap((image) => rows[image]).sort((a, b) => a - b);
  return {
    training: rowsOf(order.slice(0, boundary)),
    validation: rowsOf(order.slice(boundary)),
  };
}
