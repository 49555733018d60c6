import { layers, type Layer } from '../models/modelName';
import type { ExperimentContext } from './experiment';
import { caeFactorized } from './factorizedModels';
import { groupNeurons, significantGroup } from '../paper/neuronGroups';
import { neuronGroups, type LayerSelection, type NeuronGroup, type SelectionRule } from '../paper/neuronSelection';
import type { ExperimentCell } from '../paper/specify';

/** One cell of Table 3: CAE-FR of a layer, trained for reconstruction with one group of neurons. */
export interface GroupCell extends ExperimentCell {
  readonly layer: Layer;
  readonly group: NeuronGroup;
  readonly rule: SelectionRule;
  readonly size: number;
}

/** How the neurons of a context are chosen. */
export function ruleOf({ selectionRule = 'rank' }: ExperimentContext): SelectionRule {
  return selectionRule;
}

export function selectionOf({ neuronSelection }: ExperimentContext, layer: Layer): LayerSelection | undefined {
  return neuronSelection?.layers.find((selection) => selection.layer === layer);
}

/**
 * Undefined where nobody has found out which neurons are significant in these data, or where the group would be empty.
 * The weight beta is that of all CAE-FR in this task: the loss sums over neurons, so beta is a weight per neuron and stays
 * the same whatever the size of the group. A smaller group therefore pulls less in total, which is what the random groups of the
 * same sizes are there to show.
 */
export function groupCell(context: ExperimentContext, layer: Layer, group: NeuronGroup, rule = ruleOf(context)): GroupCell | undefined {
  const selection = selectionOf(context, layer);
  const region = context.neuronSelection?.region;
  if (selection === undefined || region === undefined) return undefined;
  const significant = significantGroup(selection, rule).length;
  const isLikeSignificant = group === 'significant' || group === 'random, as many as significant';
  const size = isLikeSignificant ? significant : selection.validationPcc.length - significant;
  if (size === 0) return undefined;
  return {
    region,
    model: caeFactorized(layer),
    task: 'IR',
    neurons: (seed) => groupNeurons(selection, group, rule, seed),
    layer,
    group,
    rule,
    size,
  };
}

/** The cells of a layer by one rule. */
export function groupCells(context: ExperimentContext, layer: Layer, rule = ruleOf(context)): GroupCell[] {
  return neuronGroups.flatMap((group) => groupCell(context, layer, group, rule) ?? []);
}

/** Does the preset of a context train this cell? `quick`: layer 2 with one random group; `smoke`: its significant neurons. */
export function isGroupTrained(context: ExperimentContext, { layer, group, rule }: GroupCell): boolean {
  if (rule !== ruleOf(context)) return false;
  if (context.preset === 'paper') return true;
  if (layer !== 2) return false;
  return context.preset === 'quick' ? group !== 'random, as many as insignificant' : group === 'significant';
}

/** The cells that the preset of a context trains. */
export function trainedGroupCells(context: ExperimentContext): GroupCell[] {
  return layers.flatMap((layer) => groupCells(context, layer)).filter((cell) => isGroupTrained(context, cell));
}
