import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tf } from '../../src/backend/tensorflow';
import { fitLinearNonlinear } from '../../src/baselines/linearNonlinear';
import { ndArray, rowView, takeRows, type NdArray } from '../../src/data/ndArray';
import { createRandom } from '../../src/data/random';
import { splitTraining } from '../../src/data/split';
import { UserError } from '../../src/errors';
import { pearsonCorrelation } from '../../src/metrics/responseScores';
import { noiseImages, regionOf } from './smallRegion';

const SEED = 4;
const filters = [createRandom(1, 'filter'), createRandom(2, 'filter')].map((random) =>
  Float64Array.from({ length: 36 }, () => random.normal() / 3),
);
const drive = (image: Float32Array, filter: Float64Array): number =>
  image.reduce((sum, pixel, index) => sum + pixel * filter[index], 0);

/** Neuron 0 is linear-nonlinear, neuron 1 an energy unit without linear part; Poisson noise. */
function responsesTo(images: NdArray, noise: (rate: number) => number): NdArray {
  const rates = Array.from({ length: images.shape[0] }, (_, index) => {
    const image = rowView(images, index);
    return [
      Math.log1p(Math.exp(1.5 * drive(image, filters[0]))),
      2 * drive(image, filters[1]) ** 2,
    ];
  });
  return ndArray([images.shape[0], 2], Float32Array.from(rates.flat(), noise));
}

const trainingImages = noiseImages(1, 600);
const testImages = noiseImages(2, 60);
const { poisson } = createRandom(3, 'trial');
const trainingResponses = responsesTo(trainingImages, poisson);
const region = regionOf(trainingImages, testImages, trainingResponses);
const fit = fitLinearNonlinear(region, SEED);
const column = (matrix: NdArray, neuron: number): Float32Array =>
  matrix.values.filter((_, index) => index % 2 === neuron);

test('an LN neuron is found, an energy neuron has no linear filter', () => {
  const truth = responsesTo(testImages, (rate) => rate);
  assert.deepEqual(fit.predictions.shape, [60, 2]);
  assert.ok(pearsonCorrelation(column(fit.predictions, 0), column(truth, 0)) > 0.9);
  assert.ok(pearsonCorrelation(rowView(fit.receptiveFields, 0), filters[0]) > 0.9);
  assert.ok(Math.abs(pearsonCorrelation(column(fit.predictions, 1), column(truth, 1))) < 0.4);
  assert.ok(fit.penalties[1] > fit.penalties[0]);
});

test('the filters solve the ridge equations in pixels', () => {
  const { training } = splitTraining(trainingImages, SEED);
  const images = takeRows(trainingImages, training);
  const responses = takeRows(trainingResponses, training);
  const count = training.length;
  const meanImage = Float64Array.from({ length: 36 }, (_, pixel) =>
    training.reduce((sum, _row, index) => sum + rowView(images, index)[pixel] / count, 0),
  );
  const centred = training.map((_, index) =>
    Float64Array.from(rowView(images, index), (value, pixel) => value - meanImage[pixel]),
  );
  const meanVariance =
    centred.reduce(
      (sum, image) => sum + image.reduce((squares, value) => squares + value * value, 0),
      0,
    ) /
    count /
    36;
  for (const neuron of [0, 1]) {
    const targets = column(responses, neuron);
    const meanTarget = targets.reduce((sum, target) => sum + target, 0) / count;
    const filter = Float64Array.from(rowView(fit.receptiveFields, neuron));
    // X'(Xw - y) / n + penalty w = 0
    const gradient = Float64Array.from(
      filter,
      (weight) => fit.penalties[neuron] * meanVariance * weight,
    );
    centred.forEach((image, index) => {
      const error =
        image.reduce((sum, value, pixel) => sum + value * filter[pixel], 0) -
        (targets[index] - meanTarget);
      image.forEach((value, pixel) => {
        gradient[pixel] += (error * value) / count;
      });
    });
    assert.ok(gradient.every((slope) => Math.abs(slope) < 1e-4));
  }
});

test('the output nonlinearity has the least Poisson loss on the validation images', () => {
  const { training, validation } = splitTraining(trainingImages, SEED);
  const count = training.length;
  const meanDrive = (filter: Float32Array): number =>
    training.reduce(
      (sum, row) => sum + drive(rowView(trainingImages, row), Float64Array.from(filter)) / count,
      0,
    );
  for (const neuron of [0, 1]) {
    const filter = rowView(fit.receptiveFields, neuron);
    const offsetOfDrive = meanDrive(filter);
    const drives = validation.map(
      (row) => drive(rowView(trainingImages, row), Float64Array.from(filter)) - offsetOfDrive,
    );
    const targets = column(takeRows(trainingResponses, validation), neuron);
    const loss = (slope: number, offset: number): number =>
      drives.reduce((sum, value, index) => {
        const rate = Math.log1p(Math.exp(slope * value + offset));
        return sum + (rate - targets[index] * Math.log(rate)) / drives.length;
      }, 0);
    const { slope, offset } = fit.nonlinearities[neuron];
    const least = loss(slope, offset);
    for (const [a, b] of [
      [0.05, 0],
      [-0.05, 0],
      [0, 0.05],
      [0, -0.05],
    ]) {
      assert.ok(loss(slope + a, offset + b) > least - 1e-7);
    }
  }
});

test('the same seed gives the same predictions and leaves no tensor behind', () => {
  const before = tf.memory().numTensors;
  assert.deepEqual(fitLinearNonlinear(region, SEED).predictions, fit.predictions);
  assert.equal(tf.memory().numTensors, before);
});

test('a region without training images is refused', () => {
  assert.throws(() => fitLinearNonlinear(regionOf(noiseImages(1, 0), testImages), SEED), UserError);
});
