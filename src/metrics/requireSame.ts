import type { NdArray } from '../data/ndArray';
import { UserError } from '../errors';

/**
 * @throws UserError when two lists that are compared entry by entry differ in length or are empty.
 */
export function requireSameLength(
  what: string,
  first: ArrayLike<number>,
  second: ArrayLike<number>,
): void {
  if (first.length !== second.length || first.length === 0) {
    throw new UserError(
      `${what} needs two lists of the same length with at least one value but got ` +
        `${first.length} and ${second.length} values.`,
    );
  }
}

/** @throws UserError when the shapes of two arrays that are compared entry by entry differ. */
export function requireSameShape(what: string, first: NdArray, second: NdArray): void {
  if (first.shape.join() !== second.shape.join()) {
    throw new UserError(
      `${what} needs two arrays of the same shape but got [${first.shape.join(', ')}] and ` +
        `[${second.shape.join(', ')}].`,
    );
  }
}
