import { mean } from 'simple-statistics';
import { ndArray } from '../../data/ndArray';
import { createRandom } from '../../data/random';
import { peakSignalToNoiseRatio } from '../../metrics/peakSignalToNoiseRatio';
import { pearsonPerNeuron } from '../../metrics/pearsonPerNeuron';
import { expectNumber, firstComplaint, type Exercise } from './exercise';

const random = createRandom(1, 'exercises/metrics');

function image(pixels: number): Float32Array {
  return Float32Array.from({ length: pixels }, () => 2 * random.uniform() - 1);
}

/** PSNR of an image in [-1, 1], in decibels. */
export const peakSignalToNoise: Exercise<(image: Float32Array, reference: Float32Array) => number> = {
  praise: 'the data range is 2 on the scale [-1, 1]; with a range of 1 every PSNR would be 6.02 dB lower.',
  complaint: (answer) =>
    firstComplaint(
      [4, 961, 1024].map((pixels) => () => {
        const [first, second] = [image(pixels), image(pixels)];
        return expectNumber(
          answer(first, second),
          peakSignalToNoiseRatio(first, second),
          `two random images of ${pixels} pixels`,
        );
      }),
    ),
};

/** The mean of per-image PSNRs from per-image errors. */
export const meanOfPeakSignalToNoise: Exercise<(errors: readonly number[]) => number> = {
  praise: 'the logarithm comes before the mean.',
  complaint: (answer) =>
    firstComplaint(
      [
        [0.04, 0.04],
        [0.01, 0.16],
        [0.002, 0.03, 0.3],
      ].map(
        (errors) => () =>
          expectNumber(
            answer(errors),
            mean(errors.map((error) => 10 * Math.log10(4 / error))),
            `the errors ${errors.join(', ')}`,
          ),
      ),
    ),
};

/** Mean over neurons of the correlation over images, a constant prediction counting as 0; rows are images. */
export const meanCorrelation: Exercise<
  (predictions: readonly (readonly number[])[], responses: readonly (readonly number[])[]) => number
> = {
  praise: 'one correlation per neuron, and a prediction that never changes earns nothing.',
  complaint: (answer) => {
    const matrix = (images: number, neurons: number): number[][] =>
      Array.from({ length: images }, () => Array.from({ length: neurons }, () => random.uniform()));
    const expected = (predictions: number[][], responses: number[][]): number => {
      const array = (rows: number[][]): ReturnType<typeof ndArray> =>
        ndArray([rows.length, rows[0].length], Float32Array.from(rows.flat()));
      return mean(pearsonPerNeuron(array(predictions), array(responses)).pcc);
    };
    const [first, responses] = [matrix(12, 3), matrix(12, 3)];
    const constant = first.map(([one, , three]) => [one, 0.5, three]);
    return firstComplaint([
      () => expectNumber(answer(first, responses), expected(first, responses), '12 images and 3 neurons'),
      () =>
        expectNumber(
          answer(constant, responses),
          expected(constant, responses),
          '12 images and 3 neurons, the second predicted as constant,',
        ),
    ]);
  },
};
