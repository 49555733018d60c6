import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sampleCorrelation } from 'simple-statistics';
import { column, ndArray, takeRows } from '../../src/data/ndArray';
import { UserError } from '../../src/errors';
import {
  isConstant,
  pearsonCorrelation,
  pearsonPerNeuron,
  poissonEpsilon,
  poissonLoss,
} from '../../src/metrics/responseScores';
import { closeTo } from '../closeTo';
import oracle from '../oracles/metrics.json';
import { oraclePredictions, oracleResponses } from './oracleResponses';

test(`Pearson correlations as in SciPy ${oracle.versions.scipy}`, () => {
  const { pcc, constantPredictions } = pearsonPerNeuron(oraclePredictions, oracleResponses);
  assert.equal(constantPredictions, 0);
  pcc.forEach((correlation, neuron) => {
    closeTo(correlation, oracle.pcc[neuron], 1e-6);
    const [x, y] = [column(oraclePredictions, neuron), column(oracleResponses, neuron)];
    closeTo(correlation, sampleCorrelation(x, y), 1e-12);
  });
});

test(`Poisson loss as in NumPy ${oracle.versions.numpy}`, () => {
  closeTo(poissonLoss(oraclePredictions, oracleResponses), oracle.poissonLoss, 1e-5);
});

test('the Poisson loss of images seen twice is that of the images', () => {
  const twice = Array.from({ length: 100 }, (_, position) => position % 50);
  closeTo(
    poissonLoss(takeRows(oraclePredictions, twice), takeRows(oracleResponses, twice)),
    poissonLoss(oraclePredictions, oracleResponses),
    1e-9,
  );
});

test('the Poisson loss of a silent prediction is finite', () => {
  const silent = ndArray([1, 1], Float32Array.of(0));
  closeTo(
    poissonLoss(silent, ndArray([1, 1], Float32Array.of(2))),
    -2 * Math.log(poissonEpsilon),
    1e-9,
  );
});

test('rows can be left out or repeated', () => {
  const rows = [0, 1, 1, 5, 7, 7];
  const { pcc } = pearsonPerNeuron(oraclePredictions, oracleResponses, rows);
  const copied = pearsonPerNeuron(
    takeRows(oraclePredictions, rows),
    takeRows(oracleResponses, rows),
  );
  assert.deepEqual(pcc, copied.pcc);
});

test('constant predictions count as 0 and are counted', () => {
  // Rounding noise of a prediction that does not depend on the image.
  const predictions = ndArray([3, 3], Float32Array.of(0.3, 0, 1, 0.30000001, 0, 2, 0.3, 0, 3));
  const responses = ndArray([3, 3], Float32Array.of(1, 1, 1, 2, 2, 2, 3, 3, 3));
  assert.deepEqual(pearsonPerNeuron(predictions, responses), {
    pcc: [0, 0, 1],
    constantPredictions: 2,
  });
  assert.deepEqual(pearsonPerNeuron(responses, predictions), {
    pcc: [0, 0, 1],
    constantPredictions: 0,
  });
  assert.ok(isConstant([0.1, 0.1, 0.1]) && !isConstant([1e-9, 2e-9]));
});

test('correlation stays within -1 and 1 and ignores scale and offset', () => {
  const x = Array.from({ length: 30 }, (_, index) => 0.1 * index + 1000);
  assert.equal(pearsonCorrelation(x, x), 1);
  closeTo(
    pearsonCorrelation(
      x,
      x.map((value) => -7 * value),
    ),
    -1,
    1e-12,
  );
  assert.ok(
    pearsonCorrelation(
      x,
      x.map((value) => 3 * value + 1),
    ) <= 1,
  );
});

test('a prediction that is not a number shows', () => {
  assert.ok(Number.isNaN(pearsonCorrelation([1, NaN, 3], [1, 2, 3])));
});

test('shapes that do not fit are refused', () => {
  const matrix = ndArray([2, 3], new Float32Array(6));
  assert.throws(() => pearsonCorrelation([1, 2], [1]), UserError);
  assert.throws(() => pearsonPerNeuron(matrix, ndArray([3, 2], new Float32Array(6))), UserError);
  assert.throws(() => poissonLoss(matrix, ndArray([3, 2], new Float32Array(6))), UserError);
});
