import { UserError } from '../errors';

/**
 * Guards the metrics that compare two lists entry by entry.
 * @throws UserError when the lists differ in length or are empty.
 */
export function requireSameLength(what: string, first: ArrayLike<number>, second: ArrayLike<number>): void {
  if (first.length !== second.length || first.length === 0) {
    throw new UserError(`${what} needs two lists of the same length with at least one value but got ${first.length} and ${second.length} values.`);
  }
}
