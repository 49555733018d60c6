import type { Dataset } from '../data/region';
import { UserError } from '../errors';
import type { PresetName } from '../runs/specification';
import { defaultChoices, type Choices } from './hyperparameters';
import type { Plan } from './specify';

/** How many seeds a preset trains unless it is told otherwise. */
const seedsOfPreset: Readonly<Record<PresetName, number>> = { smoke: 1, quick: 1, paper: 5 };

/**
 * What a reproduction of a data set is asked for.
 * @param seeds how many; seeds are numbered from 1.
 * @param choices from a search on these data; the package's by default.
 * @throws UserError when `seeds` is not a positive integer.
 */
export function openPlan(
  { identity, regions }: Pick<Dataset, 'identity' | 'regions'>,
  preset: PresetName,
  seeds = seedsOfPreset[preset],
  choices: Choices = defaultChoices,
): Plan {
  if (!Number.isInteger(seeds) || seeds < 1) {
    throw new UserError(`The number of seeds has to be a positive integer but is ${seeds}.`);
  }
  return { dataset: identity, regions, preset, seeds: Array.from({ length: seeds }, (_, index) => index + 1), choices };
}
