import type { NdArray } from '../data/ndArray';
import { isConstant, pearsonCorrelation } from './pearsonCorrelation';
import { requireSameShape } from './requireSame';

export interface NeuronCorrelations {
  /** One per neuron. */
  readonly pcc: number[];
  /** Neurons whose prediction does not depend on the image; their PCC is 0. */
  readonly constantPredictions: number;
}

/**
 * Pearson correlation of every neuron's predicted with its recorded responses over the images.
 *
 * The mean of these is the paper's PCC; a correlation pooled over neurons would reward predicting mean rates.
 * A neuron without any recorded variation also gets 0.
 *
 * @param predictions [T, M]
 * @param responses [T, M]
 * @param images rows to use, repetitions allowed (for resampling); all when absent
 * @throws UserError when the shapes differ
 * @example
 * const predictions = ndArray([3, 2], Float32Array.of(1, 9, 2, 9, 3, 9));
 * const responses = ndArray([3, 2], Float32Array.of(2, 1, 4, 0, 6, 5));
 * pearsonPerNeuron(predictions, responses); // => { pcc: [1, 0], constantPredictions: 1 }
 */
export function pearsonPerNeuron(predictions: NdArray, responses: NdArray, images?: readonly number[]): NeuronCorrelations {
  requireSameShape('pearsonPerNeuron', predictions, responses);
  const [imageCount, neurons] = predictions.shape as [number, number];
  const rows = images ?? Array.from({ length: imageCount }, (_, row) => row);
  const predicted = new Float64Array(rows.length);
  const recorded = new Float64Array(rows.length);
  const pcc: number[] = [];
  let constantPredictions = 0;
  for (let neuron = 0; neuron < neurons; neuron++) {
    for (let position = 0; position < rows.length; position++) {
      const entry = rows[position] * neurons + neuron;
      predicted[position] = predictions.values[entry];
      recorded[position] = responses.values[entry];
    }
    constantPredictions += Number(isConstant(predicted));
    pcc.push(pearsonCorrelation(predicted, recorded));
  }
  return { pcc, constantPredictions };
}
