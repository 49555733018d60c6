import { tf } from '../../backend/tensorflow';
import { spikeTriggeredAverage } from '../../baselines/spikeTriggeredAverage';
import { ndArray } from '../../data/ndArray';
import { createRandom } from '../../data/random';
import { architecture, layerShape } from '../../models/architecture';
import { factorizedReadout } from '../../models/factorizedReadout';
import { createForwardPass } from '../../models/forwardPass';
import { expectNumber, expectNumbers, firstComplaint, type Exercise } from './exercise';

const random = createRandom(1, 'exercises/readouts');

function normals(count: number): number[] {
  return Array.from({ length: count }, () => random.normal());
}

/** What the library's readout predicts for one neuron and one image on a grid of 2 x 2. */
function libraryPrediction(hidden: number[][], mask: number[], features: number[], bias: number): number {
  return tf.tidy(() => {
    const channels = features.length;
    const parameters = {
      'readout/mask': tf.tensor2d(mask, [mask.length, 1]),
      'readout/features': tf.tensor2d(features, [channels, 1]),
      'readout/bias': tf.tensor1d([bias]),
    };
    const side = Math.sqrt(mask.length);
    return factorizedReadout
      .predict(createForwardPass(parameters, false), tf.tensor4d(hidden.flat(), [1, side, side, channels]))
      .dataSync()[0];
  });
}

/** Eq. 5 for one neuron; `hidden[position][channel]`. */
export const factorizedPrediction: Exercise<
  (hidden: readonly (readonly number[])[], mask: readonly number[], features: readonly number[], bias: number) => number
> = {
  praise: 'this is what `factorizedReadout.predict` computes for all neurons and images at once.',
  complaint: (answer) =>
    firstComplaint(
      [1, 3, 5].map((channels) => () => {
        const hidden = Array.from({ length: 4 }, () => normals(channels));
        const [mask, features, bias] = [normals(4), normals(channels), random.normal()];
        return expectNumber(
          answer(hidden, mask, features, bias),
          libraryPrediction(hidden, mask, features, bias),
          `4 positions and ${channels} channels`,
        );
      }),
    ),
};

/** Response-weighted mean image minus the plain mean; `images[image][pixel]`. */
export const averageStimulus: Exercise<
  (images: readonly (readonly number[])[], responses: readonly number[]) => readonly number[]
> = {
  praise: 'without subtracting the plain mean, every neuron would seem to like what is common to all images.',
  complaint: (answer) =>
    firstComplaint(
      [6, 20].map((count) => () => {
        const images = Array.from({ length: count }, () => normals(4));
        const responses = Array.from({ length: count }, () => Math.max(0, random.normal()));
        const expected = spikeTriggeredAverage(
          ndArray([count, 2, 2, 1], Float32Array.from(images.flat())),
          ndArray([count, 1], Float32Array.from(responses)),
        );
        return expectNumbers(answer(images, responses), expected.values, `${count} images of 4 pixels`);
      }),
    ),
};

/** Weights per neuron of a fully connected and of a factorized readout. */
export const readoutWeights: Exercise<(size: number, channels: number) => readonly number[]> = {
  praise: 'a product for the first, a sum for the second: that is what "factorized" saves.',
  complaint: (answer) =>
    firstComplaint(
      architecture.encoder.map((_, index) => () => {
        const { size, channels } = layerShape(index + 1);
        return expectNumbers(
          answer(size, channels),
          [size * size * channels, size * size + channels],
          `h${index + 1} (${size} × ${size} × ${channels})`,
        );
      }),
    ),
};
