import { UserError } from '../errors';
import type { Experiment } from './experiment';
import { experiments } from './index';

/**
 * The experiments of items, all without names.
 * @throws UserError for an unknown item.
 */
export function selectExperiments(items: readonly string[] | undefined): readonly Experiment[] {
  const known = experiments.map(({ item }) => item);
  const unknown = (items ?? []).filter((item) => !known.includes(item));
  if (unknown.length > 0) throw new UserError(`There is no item ${unknown.join(', ')}; choose from ${known.join(', ')}.`);
  return items === undefined ? experiments : experiments.filter(({ item }) => items.includes(item));
}
