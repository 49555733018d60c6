import { groupDifference } from '../groupDifferences';
import type { ExperimentMaterial } from '../experiment';
import { intervalOf, nameLayers } from '../layerDifferences';
import type { NeuronGroup } from '../../paper/neuronSelection';
import { selectionRemedy } from '../remedy';
import { caution, choose, countSeeds, withInterval } from './words';

const digits = 5;

interface GroupComparison {
  readonly first: NeuronGroup;
  readonly second: NeuronGroup | 'no neurons';
  readonly names: readonly [string, string];
  readonly words: { readonly below: string; readonly above: string; readonly around: string };
}

const againstNone = { below: 'they improve reconstruction', above: 'they make it worse', around: 'no effect is seen' };

const comparisons: readonly GroupComparison[] = [
  {
    first: 'significant',
    second: 'insignificant',
    names: ['significant neurons', 'insignificant ones'],
    words: { below: 'significant neurons reconstruct better', above: 'insignificant neurons reconstruct better', around: 'the two cannot be told apart' },
  },
  {
    first: 'significant',
    second: 'random, as many as significant',
    names: ['significant neurons', 'as many random ones'],
    words: { below: 'more than their number explains', above: 'less than random neurons do', around: 'their number explains what they do' },
  },
  {
    first: 'significant',
    second: 'no neurons',
    names: ['significant neurons', 'none at all (CAE)'],
    words: againstNone,
  },
  {
    first: 'insignificant',
    second: 'no neurons',
    names: ['insignificant neurons', 'none at all (CAE)'],
    words: againstNone,
  },
];

/** What it does to train with a part of the neurons. */
export function describeGroups(material: ExperimentMaterial): string[] {
  const { context } = material;
  if (context.neuronSelection === undefined) return [`Which neurons are significant: ${selectionRemedy(context)}.`];
  if (context.preset === 'smoke') return caution(context);
  const sentences = comparisons.flatMap(({ first, second, names, words }) => {
    const difference = groupDifference(material, first, second);
    if (difference === undefined) return [];
    const interval = intervalOf(difference);
    return [
      `MSE with ${names[0]} minus that with ${names[1]}, averaged over ${nameLayers(difference)}, is ${withInterval(interval, digits)} (${countSeeds(difference.seeds)}): ${choose(interval, words)}.`,
    ];
  });
  return [...caution(context), ...(sentences.length > 0 ? sentences : ['None of the groups has been trained yet.'])];
}
