import type { Dataset } from '../../data/region';
import { UserError } from '../../errors';

/** @throws UserError when the data set has no such region */
export function requireRegion(dataset: Dataset, region: number): void {
  if (!dataset.regions.includes(region)) {
    throw new UserError(`The data set "${dataset.identity.name}" has no region ${region}; it has ${dataset.regions.join(', ')}.`);
  }
}
