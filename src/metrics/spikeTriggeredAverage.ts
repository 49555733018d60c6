import { sizeOf, type NdArray } from '../data/ndArray';
import { meanImage } from './meanImage';

/**
 * Spike-triggered average (STA) of every neuron: the training images averaged with the neuron's
 * responses as weights, minus their plain mean.
 *
 * Proportional to the linear receptive field where pixels are uncorrelated; natural images are not,
 * so that it is blurred by their spectrum. A neuron that answers to both contrasts alike, as
 * complex cells do, has none.
 *
 * @param images [N, side, side, 1]
 * @param responses [N, M], non-negative
 * @returns [M, side, side]; 0 for a neuron that never responds
 */
export function spikeTriggeredAverage(images: NdArray, responses: NdArray): NdArray {
  const [count, neurons] = responses.shape as [number, number];
  const pixels = sizeOf(images.shape.slice(1));
  const mean = meanImage(images);
  const totals = new Float64Array(neurons);
  const sums = new Float64Array(neurons * pixels);
  for (let image = 0; image < count; image++) {
    for (let neuron = 0; neuron < neurons; neuron++) {
      const response = responses.values[image * neurons + neuron];
      if (response === 0) continue;
      totals[neuron] += response;
      for (let pixel = 0; pixel < pixels; pixel++)
        sums[neuron * pixels + pixel] += response * images.values[image * pixels + pixel];
    }
  }
  const values = Float32Array.from(sums, (sum, position) => {
    const total = totals[Math.floor(position / pixels)];
    return total > 0 ? sum / total - mean[position % pixels] : 0;
  });
  return { shape: [neurons, ...images.shape.slice(1, 3)], values };
}
