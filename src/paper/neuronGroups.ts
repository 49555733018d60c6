import { createRandom } from '../data/random';
import { significantNeurons } from '../metrics/significance';
import type { RunSpecification } from '../runs/specification';
import type { RunRecord } from '../runs/record';

/** A group of Table 3. */
export interface NeuronGroup {
  readonly name:
    | 'significant'
    | 'insignificant'
    | 'random, as many as significant'
    | 'random, as many as insignificant';
  /** Indices, ascending; the random groups are drawn anew for every seed. */
  readonly neurons: (seed: number) => readonly number[];
}

/** Two groups without a neuron in common, as large as the smaller of those of Table 3. */
export interface DisjointGroup {
  readonly name: 'most significant' | 'least significant';
  /** Indices, ascending. */
  readonly neurons: readonly number[];
}

const level = 0.05;

type Lookup = (specification: RunSpecification) => RunRecord | undefined;
const ascending = (neurons: readonly number[]): number[] =>
  [...neurons].sort((left, right) => left - right);

/** Neurons by their rank on validation images, and how many are significant on test images. */
function rankedNeurons(
  joint: RunSpecification,
  find: Lookup,
): { readonly ranked: readonly number[]; readonly count: number } | undefined {
  const record = find(joint);
  if (
    record?.status !== 'finished' ||
    record.responses === null ||
    record.validationScores.pcc === null
  )
    return undefined;
  // Rounded, so that the last digits of a processor do not decide between two neurons.
  const pcc = record.validationScores.pcc.map((value) => Number(value.toFixed(4)));
  const ranked = pcc
    .map((_, neuron) => neuron)
    .sort((left, right) => pcc[right] - pcc[left] || left - right);
  const count = significantNeurons(record.responses.pcc, record.responses.predictions.shape[0], {
    level,
    sides: 'two',
  }).length;
  return count === 0 || count === ranked.length ? undefined : { ranked, count };
}

/**
 * Which neurons of a joint model count as significant in Table 3. The paper calls a neuron
 * significant by its correlation over the test images, trains on the significant ones and scores on
 * the same test images. Here the test images only say how *many* are significant; *which* is
 * decided by the rank of their correlation on validation images, which took no part in the fit.
 * @param joint the training that is ranked; no groups where it has not been trained, or where one
 * of them would be empty
 */
export function neuronGroups(joint: RunSpecification, find: Lookup): NeuronGroup[] {
  const ranking = rankedNeurons(joint, find);
  if (ranking === undefined) return [];
  const { ranked, count } = ranking;
  const random =
    (purpose: string, size: number) =>
    (seed: number): number[] =>
      ascending(createRandom(seed, `Table 3 ${purpose}`).permutation(ranked.length).slice(0, size));
  return [
    { name: 'significant', neurons: () => ascending(ranked.slice(0, count)) },
    { name: 'insignificant', neurons: () => ascending(ranked.slice(count)) },
    { name: 'random, as many as significant', neurons: random('significant', count) },
    {
      name: 'random, as many as insignificant',
      neurons: random('insignificant', ranked.length - count),
    },
  ];
}

/**
 * The neurons at either end of the ranking of `neuronGroups`. Groups of equal size weigh alike in
 * the loss, and disjoint ones are not diluted by what they share, as random groups are.
 */
export function disjointGroups(joint: RunSpecification, find: Lookup): DisjointGroup[] {
  const ranking = rankedNeurons(joint, find);
  if (ranking === undefined) return [];
  const { ranked, count } = ranking;
  const size = Math.min(count, ranked.length - count);
  return [
    { name: 'most significant', neurons: ascending(ranked.slice(0, size)) },
    { name: 'least significant', neurons: ascending(ranked.slice(-size)) },
  ];
}
