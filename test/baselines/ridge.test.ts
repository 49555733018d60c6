import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chooseRidge, fitRidge } from '../../src/baselines/ridge';
import { ndArray } from '../../src/data/ndArray';
import { UserError } from '../../src/errors';
import kernelOracle from '../oracles/deepNetwork.json';
import oracle from '../oracles/scikitLearn.json';
import { sequence } from '../oracles/sequence';

const shifted = (count: number, phase: number): Float32Array =>
  sequence(count, phase).map((value) => 2 + value);
const predictors = ndArray([40, 6], shifted(240, 0.1));
const targets = ndArray([40, 3], Float32Array.from(oracle.targets));
const fresh = ndArray([5, 6], shifted(30, 0.4));

test('predictions are those of scikit-learn at every penalty', () => {
  [0.01, 3, 500].forEach((penalty, index) => {
    fitRidge({ predictors, targets }, penalty)
      .predict(fresh)
      .values.forEach((value, entry) => {
        assert.ok(
          Math.abs(value - oracle.ridge[index][entry]) < 2e-5,
          `${value} instead of ${oracle.ridge[index][entry]}`,
        );
      });
  });
});

test('with more predictors than rows they are those of scikit-learn by the kernel', () => {
  const wide = {
    predictors: ndArray([20, 60], shifted(1200, 0.1)),
    targets: ndArray([20, 3], sequence(60, 0.3)),
  };
  [0.1, 3, 100].forEach((penalty, index) => {
    const { predict } = fitRidge(wide, penalty);
    predict(ndArray([5, 60], shifted(300, 0.4))).values.forEach((value, entry) => {
      assert.ok(Math.abs(value - kernelOracle.ridge[index][entry]) < 2e-5);
    });
  });
});

test('targets keep their shape: images come back as images', () => {
  const images = ndArray([40, 1, 3, 1], targets.values);
  const { predict } = fitRidge({ predictors, targets: images }, 3);
  assert.deepEqual(predict(fresh).shape, [5, 1, 3, 1]);
});

test('the chosen penalty is the one of least error on the validation rows', () => {
  const rows = (
    from: number,
    to: number,
  ): { predictors: typeof predictors; targets: typeof targets } => ({
    predictors: ndArray([to - from, 6], predictors.values.slice(6 * from, 6 * to)),
    targets: ndArray([to - from, 3], targets.values.slice(3 * from, 3 * to)),
  });
  const validation = rows(30, 40);
  const errorOf = (fit: ReturnType<typeof fitRidge>): number =>
    fit
      .predict(validation.predictors)
      .values.reduce(
        (sum, value, entry) => sum + (value - validation.targets.values[entry]) ** 2,
        0,
      );
  const chosen = chooseRidge(rows(0, 30), validation);
  for (const factor of [0.1, 0.3, 3, 10])
    assert.ok(errorOf(chosen) <= errorOf(fitRidge(rows(0, 30), factor * chosen.penalty)));
  const noise = ndArray([30, 3], sequence(90, 0.9));
  const unrelated = chooseRidge(
    { predictors: rows(0, 30).predictors, targets: noise },
    { predictors: validation.predictors, targets: ndArray([10, 3], sequence(30, 1.7)) },
  );
  assert.ok(unrelated.penalty > 10 * chosen.penalty, 'what predicts nothing is shrunk');
});

test('rows and columns that do not match are refused', () => {
  assert.throws(() => fitRidge({ predictors, targets: fresh }, 1), UserError);
  assert.throws(() => fitRidge({ predictors, targets }, 1).predict(targets), UserError);
});
