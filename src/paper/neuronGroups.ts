import { createRandom } from '../data/random';
import type { LayerSelection, NeuronGroup, SelectionRule } from './neuronSelection';

const ascending = (left: number, right: number): number => left - right;

/** The neurons of a layer that count as significant by a rule, ascending. */
export function significantGroup({ validationPcc, significantOnTestImages }: LayerSelection, rule: SelectionRule): readonly number[] {
  if (rule === 'test images') return significantOnTestImages;
  return validationPcc
    .map((_, neuron) => neuron)
    .sort((left, right) => validationPcc[right] - validationPcc[left] || left - right)
    .slice(0, significantOnTestImages.length)
    .sort(ascending);
}

/**
 * The neurons of one group, ascending. The two random groups of a seed share the neurons out among them as the other two do,
 * another draw for every seed, so that their spread over seeds holds that of the choice.
 */
export function groupNeurons(selection: LayerSelection, group: NeuronGroup, rule: SelectionRule, seed: number): readonly number[] {
  const significant = significantGroup(selection, rule);
  const count = selection.validationPcc.length;
  const order = createRandom(seed, `random neurons of layer ${selection.layer}`).permutation(count);
  const chosen = new Set(group.startsWith('random') ? order.slice(0, significant.length) : significant);
  const wantsChosen = group === 'significant' || group === 'random, as many as significant';
  return Array.from({ length: count }, (_, neuron) => neuron).filter((neuron) => chosen.has(neuron) === wantsChosen);
}

/** How many of the neurons that one rule calls significant the other does not. */
export function differingNeurons(selection: LayerSelection): number {
  const byRank = new Set(significantGroup(selection, 'rank'));
  return selection.significantOnTestImages.filter((neuron) => !byRank.has(neuron)).length;
}
