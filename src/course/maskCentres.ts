import { median } from 'simple-statistics';
import type { NdArray } from '../data/ndArray';
import type { GroundTruth } from '../data/region';

/** How far masks lie from the true receptive fields, in source pixels. */
export interface MaskDistances {
  /** Median over neurons of the distance to the neuron's own field. */
  readonly own: number;
  /** The same to the fields of all other neurons: what a mask that knew nothing of its neuron would reach. */
  readonly others: number;
  /** Neurons that respond to images and so have a field to be found. */
  readonly neurons: number;
}

/** Centre of mass of a squared mask, [row, column] on its own grid: squares, because small weights everywhere would pull it to the middle. */
function centre(mask: NdArray, neuron: number, size: number): [number, number] {
  const neurons = mask.shape[1];
  let [total, row, column] = [0, 0, 0];
  for (let position = 0; position < size * size; position++) {
    const weight = mask.values[position * neurons + neuron] ** 2;
    total += weight;
    row += weight * Math.floor(position / size);
    column += weight * (position % size);
  }
  return total === 0 ? [(size - 1) / 2, (size - 1) / 2] : [row / total, column / total];
}

/**
 * Compares the masks of a factorized readout with the true centres of the simulation.
 * @param mask [positions, M]
 */
export function maskDistances(mask: NdArray, { receptiveFieldCentres, receptiveFields, cellTypes }: GroundTruth): MaskDistances {
  const size = Math.sqrt(mask.shape[0]);
  const side = receptiveFields.shape[1];
  const toPixels = (grid: number): number => ((grid + 0.5) * side) / size - 0.5;
  const responsive = cellTypes.flatMap((type, neuron) => (type === 'unresponsive' ? [] : [neuron]));
  const distance = (neuron: number, other: number): number => {
    const [row, column] = centre(mask, neuron, size);
    return Math.hypot(
      toPixels(row) - receptiveFieldCentres.values[2 * other],
      toPixels(column) - receptiveFieldCentres.values[2 * other + 1],
    );
  };
  return {
    own: median(responsive.map((neuron) => distance(neuron, neuron))),
    others: median(
      responsive.flatMap((neuron) => responsive.filter((other) => other !== neuron).map((other) => distance(neuron, other))),
    ),
    neurons: responsive.length,
  };
}
