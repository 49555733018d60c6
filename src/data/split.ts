import { createRandom } from './random';

// paper: "a separate validation set"; assumption: its share, appendix tables are not available.
const TRAINING_SHARE = 0.8;

/**
 * Splits `count` training images 80 to 20 at random; the same seed gives the same split for every
 * model. The test images have no part in it.
 * @returns which rows of a training file a model is fitted to, and which decide when it stops:
 * ascending, disjoint, complete
 * @throws RangeError when there are fewer than 2 images: one of the halves would be empty.
 */
export function splitTraining(
  count: number,
  seed: number,
): Readonly<Record<'training' | 'validation', number[]>> {
  if (!Number.isInteger(count) || count < 2)
    throw new RangeError(`At least 2 training images are needed for a split, not ${count}.`);
  const order = createRandom(seed, 'split').permutation(count);
  const boundary = Math.min(count - 1, Math.max(1, Math.round(count * TRAINING_SHARE)));
  const ascending = (a: number, b: number): number => a - b;
  return {
    training: order.slice(0, boundary).sort(ascending),
    validation: order.slice(boundary).sort(ascending),
  };
}
