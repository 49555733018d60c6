import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tf } from '../../src/backend/tensorflow';
import { fitPoissonGlm, poissonRegression, predictRates } from '../../src/baselines/poissonGlm';
import { column, ndArray, takeColumns, takeRows } from '../../src/data/ndArray';
import { splitTraining } from '../../src/data/split';
import { UserError } from '../../src/errors';
import { poissonLoss } from '../../src/metrics/responseScores';
import { closeTo } from '../closeTo';
import oracle from '../oracles/poissonGlm.json';
import { formulaImages, regionOf } from './smallRegion';

const images = formulaImages(0, 60);
const responses = ndArray([60, 3], Float32Array.from(oracle.responses.flat()));

for (const { ridge, smoothness, filters, biases, predictions } of oracle.fits) {
  test(`ridge ${ridge} and smoothness ${smoothness} have the optimum that scikit-learn ${oracle.versions['scikit-learn']} finds`, () => {
    const fit = poissonRegression(images, responses, { ridge, smoothness });
    const largest = Math.max(...filters.flat().map(Math.abs));
    filters
      .flat()
      .forEach((weight, index) => closeTo(fit.filters.values[index], weight, 1e-3 * largest));
    biases.forEach((bias, neuron) => closeTo(fit.biases[neuron], bias, 1e-3));
    const predicted = predictRates(fit, takeRows(images, [0, 1, 2, 3, 4]));
    assert.deepEqual(predicted.shape, [5, 3]);
    predictions
      .flat()
      .forEach((rate, index) => closeTo(predicted.values[index], rate, 1e-3 * rate));
  });
}

/** The objective in pixels, with numbers of double precision: what the doc comment says. */
function objective(
  filter: readonly number[],
  bias: number,
  neuron: number,
  ridge: number,
  smoothness: number,
): number {
  const at = (row: number, column: number): number =>
    filter[Math.min(5, Math.max(0, row)) * 6 + Math.min(5, Math.max(0, column))];
  const curvature = filter.map((value, pixel) => {
    const [row, column] = [Math.floor(pixel / 6), pixel % 6];
    return (
      at(row - 1, column) +
      at(row + 1, column) +
      at(row, column - 1) +
      at(row, column + 1) -
      4 * value
    );
  });
  const squares = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value * value, 0);
  let loss = 0;
  for (let image = 0; image < 60; image++) {
    const drive = filter.reduce(
      (sum, weight, pixel) => sum + weight * images.values[image * 36 + pixel],
      bias,
    );
    loss += (Math.exp(drive) - responses.values[image * 3 + neuron] * drive) / 60;
  }
  return loss + (ridge * squares(filter)) / 2 + (smoothness * squares(curvature)) / 2;
}

test('at the optimum the numerical gradient of the objective vanishes in every pixel and the bias', () => {
  const [ridge, smoothness, step] = [0.01, 0.03, 1e-4];
  const { filters, biases } = poissonRegression(images, responses, { ridge, smoothness });
  for (const neuron of [0, 1, 2]) {
    const filter = Array.from(filters.values.subarray(neuron * 36, (neuron + 1) * 36));
    const moved = (pixel: number, by: number): number =>
      pixel === 36
        ? objective(filter, biases[neuron] + by, neuron, ridge, smoothness)
        : objective(
            filter.map((value, other) => (other === pixel ? value + by : value)),
            biases[neuron],
            neuron,
            ridge,
            smoothness,
          );
    const far =
      objective(
        filter.map(() => 0),
        0,
        neuron,
        ridge,
        smoothness,
      ) - objective(filter, biases[neuron], neuron, ridge, smoothness);
    assert.ok(far > 0.1, 'there is something to gain');
    for (let pixel = 0; pixel <= 36; pixel++)
      assert.ok(
        Math.abs(moved(pixel, step) - moved(pixel, -step)) / (2 * step) < 1e-3,
        `neuron ${neuron}, pixel ${pixel}`,
      );
  }
});

test('a silent neuron is predicted to be silent, lengths have to agree, and no tensor is left', () => {
  const before = tf.memory().numTensors;
  const fit = poissonRegression(images, ndArray([60, 1], new Float32Array(60)), {
    ridge: 0.1,
    smoothness: 0.1,
  });
  assert.ok(predictRates(fit, images).values.every((rate) => rate < 0.01));
  assert.throws(
    () =>
      poissonRegression(images, ndArray([59, 1], new Float32Array(59)), {
        ridge: 1,
        smoothness: 0,
      }),
    UserError,
  );
  assert.equal(tf.memory().numTensors, before);
});

test('of a region the training part is fitted, and each neuron takes its best penalty', () => {
  const region = regionOf(images, images, responses);
  const { training, validation } = splitTraining(images, 2);
  const [images80, responses80] = [takeRows(images, training), takeRows(responses, training)];
  const penalties = [0.001, 10];
  const model = fitPoissonGlm(region, { seed: 2, penalties });
  const losses = penalties.map((penalty) => {
    const fit = poissonRegression(images80, responses80, { ridge: penalty, smoothness: penalty });
    const predicted = predictRates(fit, takeRows(images, validation));
    const observed = takeRows(responses, validation);
    return [0, 1, 2].map((neuron) =>
      poissonLoss(takeColumns(predicted, [neuron]), takeColumns(observed, [neuron])),
    );
  });
  model.chosen.forEach((chosen, neuron) => {
    const [weak, strong] = losses.map((loss) => loss[neuron]);
    assert.equal(chosen, weak <= strong ? penalties[0] : penalties[1]);
  });
  const chosen = model.chosen[1];
  const alone = poissonRegression(images80, responses80, { ridge: chosen, smoothness: chosen });
  const [all, one] = [model.predict(images), predictRates(alone, images)];
  column(all, 1).forEach((rate, image) => closeTo(rate, column(one, 1)[image], 1e-5 * rate));
  assert.equal(model.parameters, 3 * 37);
});
