import { mean } from 'simple-statistics';
import type { NdArray } from '../data/ndArray';
import { pearsonPerNeuron } from '../metrics/pearsonPerNeuron';

/**
 * The paper's score: Pearson correlation per neuron, averaged over neurons, then over trainings.
 *
 * @param predictions [T, M] of every training
 * @param responses [T, M]
 * @param images rows to use, repetitions allowed
 * @param seeds trainings to use, repetitions allowed
 * @example
 * meanPcc([predictionsOfSeed1, predictionsOfSeed2], region.testResponses, [0, 1, 2, 2], [0, 1]);
 */
export function meanPcc(
  predictions: readonly NdArray[],
  responses: NdArray,
  images: readonly number[],
  seeds: readonly number[],
): number {
  const ofTraining = new Map<number, number>();
  for (const seed of new Set(seeds)) {
    ofTraining.set(seed, mean(pearsonPerNeuron(predictions[seed], responses, images).pcc));
  }
  return mean(seeds.map((seed) => ofTraining.get(seed)!));
}
