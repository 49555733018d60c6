import { architecture } from '../src/models/architecture';
import type { NeuronStatistics } from '../src/models/readout';

/**
 * Stands in for data where only shapes matter: every neuron has mean 1 and looks at the middle of
 * the image.
 */
export function placeholderNeurons(count: number): NeuronStatistics {
  const middle = architecture.imageSize / 2;
  return {
    meanResponses: new Float32Array(count).fill(1),
    receptiveFieldCentres: () => Array.from({ length: count }, () => [middle, middle] as const),
  };
}
