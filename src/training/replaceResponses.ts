import { mean, standardDeviation } from 'simple-statistics';
import { tf } from '../backend/tensorflow';
import { downloadTensor, uploadTensor, uploadTensors } from '../backend/tensorTransfer';
import { principalAxes } from '../baselines/principalComponents';
import { column, ndArray, takeRows, type NdArray } from '../data/ndArray';
import { createRandom } from '../data/random';
import type { RegionData } from '../data/region';
import { UserError } from '../errors';
import type { Layer } from '../models/modelName';
import { layerAnswers } from './evaluate';
import type { ResponseSource } from './training';

/** A trained encoder whose units take the place of neurons. */
export interface TrainedTeacher {
  /** Whose units are taken. */
  readonly layer: Layer;
  readonly weights: Readonly<Record<string, NdArray>>;
}

/**
 * The region with its training responses replaced. Test responses stay what they are, except that
 * what is computed from images, components and a teacher's units, is asked of the test images too.
 * @throws UserError when noise-free responses are asked of recordings, which have none, or a
 * teacher's without one
 */
export function withResponses(
  region: RegionData,
  source: ResponseSource | undefined,
  seed: number,
  teacher?: TrainedTeacher,
): RegionData {
  const shuffled = (responses: NdArray): NdArray =>
    takeRows(responses, createRandom(seed, 'shuffled responses').permutation(responses.shape[0]));
  switch (source) {
    case undefined:
      return region;
    case 'noise-free':
      if (region.truth === undefined) {
        throw new UserError(
          `Region ${region.region} of ${region.dataset.name} was recorded, so nobody knows its noise-free responses: use the simulation.`,
        );
      }
      return { ...region, trainingResponses: region.truth.trainingRates };
    case 'shuffled over images':
      return { ...region, trainingResponses: shuffled(region.trainingResponses) };
    case 'image components':
      return answering(region, imageComponents(region));
    case 'teacher':
    case 'shuffled teacher': {
      if (teacher === undefined)
        throw new UserError(
          'The responses of a teacher need the network that teaches: give its layer and hyperparameters as teacher.',
        );
      const { training, test } = teacherUnits(region, teacher, seed);
      return answering(region, {
        training: source === 'teacher' ? training : shuffled(training),
        test,
      });
    }
  }
}

interface Answers {
  readonly training: NdArray;
  readonly test: NdArray;
}

/** What was recorded of neurons beside their means is not known of other units. */
function answering(region: RegionData, { training, test }: Answers): RegionData {
  return {
    ...region,
    trainingResponses: training,
    testResponses: test,
    testTrials: undefined,
    truth: undefined,
  };
}

/** How many units of its layer a teacher tells, about as many as a region has neurons. */
const taughtUnits = 100;

/**
 * Randomly chosen units of a teacher's layer, those that answer all images alike left out, made
 * like responses: mean 1, standard deviation 1/2, never negative.
 */
function teacherUnits(
  { trainingImages, testImages }: RegionData,
  { layer, weights }: TrainedTeacher,
  seed: number,
): Answers {
  const encoder = Object.entries(weights).filter(([name]) => name.startsWith('encoder'));
  const parameters = uploadTensors(Object.fromEntries(encoder));
  const [training, test] = [trainingImages, testImages].map((images) => {
    const answers = tf.tidy(() => {
      const hidden = layerAnswers(parameters, uploadTensor(images) as tf.Tensor4D, layer);
      return hidden.reshape([images.shape[0], -1]) as tf.Tensor2D;
    });
    const values = downloadTensor(answers);
    answers.dispose();
    return values;
  });
  tf.dispose(parameters);
  const units: { readonly unit: number; readonly mean: number; readonly deviation: number }[] = [];
  for (const unit of createRandom(seed, 'teacher').permutation(training.shape[1])) {
    const values = Array.from(column(training, unit));
    const deviation = standardDeviation(values);
    if (deviation > 1e-6) units.push({ unit, mean: mean(values), deviation });
    if (units.length === taughtUnits) break;
  }
  const asResponses = (answers: NdArray): NdArray => {
    const [images, all] = answers.shape;
    const values = new Float32Array(images * units.length);
    for (let image = 0; image < images; image++)
      units.forEach(({ unit, mean: middle, deviation }, index) => {
        const answer = answers.values[image * all + unit];
        values[image * units.length + index] = Math.max(0, 1 + (answer - middle) / (2 * deviation));
      });
    return ndArray([images, units.length], values);
  };
  return { training: asResponses(training), test: asResponses(test) };
}

/**
 * As many principal components as there are neurons, made like responses: mean 1, standard
 * deviation 1/2, never negative. Axes, means and deviations are those of the training images.
 */
function imageComponents({ trainingImages, testImages, trainingResponses }: RegionData): Answers {
  const [, count] = trainingResponses.shape;
  const { mean: middle, axes, variances } = principalAxes(trainingImages);
  const deviations = variances.slice(0, count).map(Math.sqrt);
  const asResponses = (images: NdArray): NdArray => {
    const values = tf.tidy(() => {
      const centred = tf
        .tensor2d(images.values, [images.shape[0], middle.length])
        .sub(middle) as tf.Tensor2D;
      const scores = tf.matMul(
        centred,
        tf.tensor2d(axes.values, [middle.length, middle.length]).slice([0, 0], [-1, count]),
      );
      return Float32Array.from(
        tf.relu(tf.add(1, tf.div(scores, tf.mul(2, deviations)))).dataSync(),
      );
    });
    return ndArray([images.shape[0], count], values);
  };
  return { training: asResponses(trainingImages), test: asResponses(testImages) };
}
