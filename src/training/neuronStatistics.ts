import type { NdArray } from '../data/ndArray';
import type { NeuronStatistics } from '../models/neuronStatistics';
import { locateReceptiveFields } from './receptiveFieldLocation';

/**
 * @param images training images [N, 32, 32, 1], without those for validation
 * @param responses [N, M]
 */
export function neuronStatistics(images: NdArray, responses: NdArray): NeuronStatistics {
  return { meanResponses: columnMeans(responses), receptiveFieldCentres: () => locateReceptiveFields(images, responses) };
}

function columnMeans({ shape, values }: NdArray): Float32Array {
  const [rows, columns] = shape as [number, number];
  const sums = new Float64Array(columns);
  values.forEach((value, index) => {
    sums[index % columns] += value;
  });
  return Float32Array.from(sums, (sum) => sum / rows);
}
