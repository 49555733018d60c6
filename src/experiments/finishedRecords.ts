import type { FinishedRecord } from '../runs/record';
import { uniqueSpecifications } from '../runs/specificationHash';
import type { ExperimentMaterial } from './experiment';
import { experiments } from './index';

/** The finished records of all items, each once. */
export function finishedRecords({ context, lookup }: ExperimentMaterial): FinishedRecord[] {
  return uniqueSpecifications(experiments.flatMap(({ specifications }) => specifications(context)))
    .map(lookup)
    .filter((record) => record?.status === 'finished');
}
