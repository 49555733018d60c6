import { formatModelName, layers, type Layer } from '../../models/modelName';
import { intervalCell } from '../comparisons';
import type { ExperimentMaterial } from '../experiment';
import { caeFactorized } from '../factorizedModels';
import { groupDifference } from '../groupDifferences';
import { intervalOf, overLayers } from '../layerDifferences';
import type { NeuronGroup } from '../../paper/neuronSelection';
import { hasPaperCounterpart, paperValues } from '../paperValues';
import { remedy, selectionRemedy } from '../remedy';
import { trainedGroupCells } from '../table3Cells';
import { outcomeOf, verdict } from '../verdict';
import type { Claim, ClaimRow } from './claim';

function printedErrors({ context }: ExperimentMaterial, layer: Layer): string {
  const printed = hasPaperCounterpart(context) ? paperValues.table3.values[formatModelName(caeFactorized(layer))] : undefined;
  if (printed === undefined) return '';
  const { significant, insignificant } = printed;
  const exception = significant.mse > insignificant.mse ? ": the paper's own exception" : '';
  return `MSE ${significant.mse} with significant, ${insignificant.mse} with insignificant neurons${exception}`;
}

function row(
  material: ExperimentMaterial,
  first: NeuronGroup,
  second: NeuronGroup | 'no neurons',
  what: string,
  printed: string,
  only: readonly Layer[] = layers,
): ClaimRow[] {
  const difference = groupDifference(material, first, second, only);
  if (difference === undefined) return [];
  const interval = intervalOf(difference);
  return [
    {
      scope: `${overLayers(difference)}: difference in MSE, ${what}`,
      printed,
      ours: intervalCell(interval),
      verdict: verdict(material.context, outcomeOf(interval, -1), difference.seeds),
    },
  ];
}

function layerRows(material: ExperimentMaterial, layer: Layer): ClaimRow[] {
  const { context } = material;
  const printed = printedErrors(material, layer);
  const found = row(material, 'significant', 'insignificant', 'significant minus insignificant neurons', printed, [layer]);
  if (found.length > 0) return found;
  const isRun = trainedGroupCells(context).some((cell) => cell.layer === layer);
  return [
    {
      scope: `layer ${layer}`,
      printed,
      ours: { kind: 'missing', remedy: context.neuronSelection === undefined ? selectionRemedy(context) : remedy(context, 'table3', isRun) },
      verdict: 'not run here',
    },
  ];
}

export const gainFromSignificant: Claim = {
  statement: '2. The gain comes from significant neurons; insignificant ones carry little.',
  where: 'Table 3',
  evaluate: (material) => [
    ...layers.flatMap((layer) => layerRows(material, layer)),
    ...row(material, 'significant', 'random, as many as significant', 'significant minus as many random neurons', ''),
    ...row(material, 'significant', 'no neurons', 'significant neurons minus CAE', ''),
  ],
};
