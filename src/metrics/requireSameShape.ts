import type { NdArray } from '../data/ndArray';
import { UserError } from '../errors';

/**
 * Guards the metrics that compare two arrays entry by entry.
 * @throws UserError when the shapes differ.
 */
export function requireSameShape(what: string, first: NdArray, second: NdArray): void {
  if (first.shape.join() !== second.shape.join()) {
    throw new UserError(`${what} needs two arrays of the same shape but got [${first.shape.join(', ')}] and [${second.shape.join(', ')}].`);
  }
}
