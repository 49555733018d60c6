import { UserError } from '../errors';

/**
 * Guards comparisons that pair the trainings of two models by seed.
 * @throws UserError when one model has more trainings than the other
 */
export function requireSameSeeds(first: readonly unknown[], second: readonly unknown[]): void {
  if (first.length !== second.length) {
    throw new UserError(`A paired comparison needs the same training seeds of both models but got ${first.length} and ${second.length} trainings; keep the seeds they share.`);
  }
}
