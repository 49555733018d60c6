import { layers, type Layer } from '../models/modelName';
import { cellRecords } from './cellRecords';
import { imageErrors } from './comparisons';
import type { ExperimentMaterial } from './experiment';
import { cae } from './factorizedModels';
import { errorStatistic, layerDifference, type LayerDifference } from './layerDifferences';
import type { NeuronGroup } from '../paper/neuronSelection';
import { groupCell } from './table3Cells';

/**
 * MSE with one group of neurons minus that with another, or minus that of the CAE, which fits none; mean over the layers that
 * were run in both. Undefined without a seed that finished in both.
 * @param only one layer; all by default
 */
export function groupDifference(
  { context, lookup }: ExperimentMaterial,
  first: NeuronGroup,
  second: NeuronGroup | 'no neurons',
  only: readonly Layer[] = layers,
): LayerDifference | undefined {
  const region = context.neuronSelection?.region;
  if (region === undefined) return undefined;
  const cellOf = (layer: Layer, group: NeuronGroup | 'no neurons') =>
    group === 'no neurons' ? { region, model: cae, task: 'IR' as const } : groupCell(context, layer, group);
  const pairs = only
    .map((layer) => {
      const [left, right] = [cellOf(layer, first), cellOf(layer, second)];
      return {
        layer,
        first: left ? cellRecords(context, lookup, left).finished : [],
        second: right ? cellRecords(context, lookup, right).finished : [],
      };
    })
    .filter((pair) => pair.first.length > 0 && pair.second.length > 0);
  const images = pairs[0] ? imageErrors(pairs[0].first[0]).length : 0;
  return layerDifference(pairs, images, errorStatistic);
}
