import { spikeTriggeredAverage } from '../baselines/spikeTriggeredAverage';
import { rowView, type NdArray } from '../data/ndArray';

/**
 * Where each neuron looks: the largest deviation of its spike-triggered average from that average's median.
 * @param images [N, side, side, 1]
 * @param responses [N, M]
 * @returns [row, column] in image pixels, one a neuron
 */
export function locateReceptiveFields(images: NdArray, responses: NdArray): (readonly [row: number, column: number])[] {
  const averages = spikeTriggeredAverage(images, responses);
  const [neurons, , side] = averages.shape;
  return Array.from({ length: neurons }, (_, neuron) => {
    const average = rowView(averages, neuron);
    const median = [...average].sort((left, right) => left - right)[Math.floor(average.length / 2)];
    const deviations = Array.from(average, (value) => Math.abs(value - median));
    const peak = deviations.indexOf(Math.max(...deviations));
    return [Math.floor(peak / side), peak % side] as const;
  });
}
