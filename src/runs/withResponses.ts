import { tf } from '../backend/tensorflow';
import { principalAxes } from '../baselines/principalComponents';
import { ndArray, takeRows, type NdArray } from '../data/ndArray';
import { createRandom } from '../data/random';
import type { RegionData } from '../data/region';
import { UserError } from '../errors';
import type { ResponseSource } from '../training/training';

/**
 * The region with its training responses replaced. Test responses stay what they are, except that
 * components of the images are asked of the test images too.
 * @throws UserError when noise-free responses are asked of recordings, which have none
 */
export function withResponses(
  region: RegionData,
  source: ResponseSource | undefined,
  seed: number,
): RegionData {
  switch (source) {
    case undefined:
      return region;
    case 'noise-free':
      if (region.truth === undefined) {
        throw new UserError(
          `Region ${region.region} of ${region.dataset.name} was recorded, so nobody knows ` +
            'its noise-free responses: use the simulation.',
        );
      }
      return { ...region, trainingResponses: region.truth.trainingRates };
    case 'shuffled over images':
      return {
        ...region,
        trainingResponses: takeRows(
          region.trainingResponses,
          createRandom(seed, 'shuffled responses').permutation(region.trainingResponses.shape[0]),
        ),
      };
    case 'image components': {
      const { training, test } = imageComponents(region);
      return {
        ...region,
        trainingResponses: training,
        testResponses: test,
        testTrials: undefined,
        truth: undefined,
      };
    }
  }
}

/**
 * As many principal components as there are neurons, made like responses: mean 1, standard
 * deviation 1/2, never negative. Axes, means and deviations are those of the training images.
 */
function imageComponents({ trainingImages, testImages, trainingResponses }: RegionData): {
  training: NdArray;
  test: NdArray;
} {
  const [, count] = trainingResponses.shape;
  const { mean, axes, variances } = principalAxes(trainingImages);
  const deviations = variances.slice(0, count).map(Math.sqrt);
  const asResponses = (images: NdArray): NdArray => {
    const values = tf.tidy(() => {
      const centred = tf
        .tensor2d(images.values, [images.shape[0], mean.length])
        .sub(mean) as tf.Tensor2D;
      const scores = tf.matMul(
        centred,
        tf.tensor2d(axes.values, [mean.length, mean.length]).slice([0, 0], [-1, count]),
      );
      return Float32Array.from(
        tf.relu(tf.add(1, tf.div(scores, tf.mul(2, deviations)))).dataSync(),
      );
    });
    return ndArray([images.shape[0], count], values);
  };
  return { training: asResponses(trainingImages), test: asResponses(testImages) };
}
