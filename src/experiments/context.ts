import type { Dataset } from '../data/region';
import { UserError } from '../errors';
import type { PresetName } from '../runs/specification';
import type { ExperimentContext } from './experiment';
import type { LossWeightTable } from '../paper/hyperparameters';
import { readNeuronSelection, type SelectionRule } from '../paper/neuronSelection';

/** How many seeds a preset trains unless `--seeds` says otherwise. */
const seedsOfPreset: Readonly<Record<PresetName, number>> = { smoke: 1, quick: 1, paper: 5 };

/**
 * What a reproduction of a data set is asked for.
 * @param seeds how many; seeds are numbered from 1.
 * @param lossWeights from a search on these data; the package's by default.
 * @param selectionRule how Table 3 chooses its neurons; by rank by default.
 * @throws UserError when `seeds` is not a positive integer.
 */
export function experimentContext(
  dataset: Pick<Dataset, 'identity' | 'regions'>,
  preset: PresetName,
  seeds = seedsOfPreset[preset],
  lossWeights?: LossWeightTable,
  selectionRule?: SelectionRule,
): ExperimentContext {
  if (!Number.isInteger(seeds) || seeds < 1) {
    throw new UserError(`The number of seeds has to be a positive integer but is ${seeds}.`);
  }
  return {
    dataset: dataset.identity,
    regions: dataset.regions,
    preset,
    seeds: Array.from({ length: seeds }, (_, index) => index + 1),
    lossWeights,
    neuronSelection: readNeuronSelection(dataset.identity),
    selectionRule,
  };
}

/** The context whose records the package ships: the same data in the paper's full protocol. */
export function committedContext(context: ExperimentContext): ExperimentContext {
  return { ...context, lossWeights: undefined, preset: 'paper', seeds: Array.from({ length: seedsOfPreset.paper }, (_, index) => index + 1) };
}
