import { median } from 'simple-statistics';
import { spikeTriggeredAverage } from '../metrics/spikeTriggeredAverage';
import { column, rowView, type NdArray } from '../data/ndArray';
import { gaussianKernel } from '../metrics/imageScores';
import type { NeuronStatistics } from '../models/readout';

/**
 * Standard deviation of the Gaussian that smooths an average, in pixels. Assumption: natural images
 * are smooth themselves and have blurred the average already, so that only the noise of single
 * pixels is left to remove; a wider one lets the two signs of a receptive field cancel.
 */
const smoothingWidth = 0.5;

const taps = gaussianKernel(smoothingWidth, Math.ceil(4 * smoothingWidth));

/** Smooths along one axis of a square image, its border pixels repeated outwards. */
function smoothAlong(image: Float64Array, side: number, axis: 'rows' | 'columns'): Float64Array {
  const [step, lineStep] = axis === 'rows' ? [side, 1] : [1, side];
  const reach = (taps.length - 1) / 2;
  return image.map((_, pixel) => {
    const position = Math.floor(pixel / step) % side;
    const line = (Math.floor(pixel / lineStep) % side) * lineStep;
    return taps.reduce((sum, weight, tap) => {
      const source = Math.min(side - 1, Math.max(0, position + tap - reach));
      return sum + weight * image[line + source * step];
    }, 0);
  });
}

/**
 * Where each neuron looks: its spike-triggered average, smoothed, and in it the pixel that deviates
 * most from the average's median, in either direction. A neuron that answers to both contrasts
 * alike, as complex cells do, has a flat average: its place is noise.
 * @param images training images [N, side, side, 1], without those for validation or test
 * @param responses [N, M]
 * @returns [row, column] in image pixels, one a neuron; the middle of the image where a neuron
 * never responds
 */
export function locateReceptiveFields(
  images: NdArray,
  responses: NdArray,
): (readonly [row: number, column: number])[] {
  const averages = spikeTriggeredAverage(images, responses);
  const [neurons, , side] = averages.shape;
  return Array.from({ length: neurons }, (_, neuron) => {
    const smooth = smoothAlong(
      smoothAlong(Float64Array.from(rowView(averages, neuron)), side, 'rows'),
      side,
      'columns',
    );
    const middle = median([...smooth]);
    let [largest, peak] = [0, -1];
    smooth.forEach((value, pixel) => {
      if (Math.abs(value - middle) > largest) [largest, peak] = [Math.abs(value - middle), pixel];
    });
    return peak < 0
      ? ([(side - 1) / 2, (side - 1) / 2] as const)
      : ([Math.floor(peak / side), peak % side] as const);
  });
}

/**
 * @param images training images [N, 32, 32, 1], without those for validation
 * @param responses [N, M]
 */
export function neuronStatistics(images: NdArray, responses: NdArray): NeuronStatistics {
  const [count, neurons] = responses.shape;
  const meanOf = (neuron: number): number =>
    column(responses, neuron).reduce((sum, response) => sum + response, 0) / count;
  return {
    meanResponses: Float32Array.from({ length: neurons }, (_, neuron) => meanOf(neuron)),
    receptiveFieldCentres: () => locateReceptiveFields(images, responses),
  };
}
