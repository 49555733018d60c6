import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ndArray } from '../../src/data/ndArray';
import { UserError } from '../../src/errors';
import { areaUnderRoc, averagePrecision, scoreRecognition } from '../../src/metrics/recognition';
import oracle from '../oracles/scikitLearn.json';

const scores = ndArray([60, 3], Float32Array.from(oracle.scores));
const labels = Array.from({ length: 60 }, (_, example) => example % 3);
const near = (value: number, expected: number): void =>
  assert.ok(Math.abs(value - expected) < 1e-8, `${value} instead of ${expected}`);

test('areas are those of scikit-learn, with many ties', () => {
  for (const one of [0, 1, 2]) {
    const own = labels.map((_, example) => scores.values[3 * example + one]);
    const isPositive = labels.map((label) => label === one);
    near(areaUnderRoc(own, isPositive), oracle.areaUnderRoc[one]);
    near(averagePrecision(own, isPositive), oracle.averagePrecision[one]);
  }
});

test('classes are averaged plainly; accuracy takes the highest score', () => {
  const { accuracy, auroc, auprc } = scoreRecognition(scores, labels);
  near(accuracy, oracle.accuracy);
  near(auroc, oracle.macroRoc);
  near(auprc, oracle.macroPrecision);
});

test('what knows nothing has an AUROC of one half and an AUPRC of the share of the class; what knows all has 1', () => {
  const isPositive = [true, false, false, false];
  near(areaUnderRoc([1, 1, 1, 1], isPositive), 0.5);
  near(averagePrecision([1, 1, 1, 1], isPositive), 0.25);
  near(areaUnderRoc([4, 1, 2, 3], isPositive), 1);
  near(averagePrecision([4, 1, 2, 3], isPositive), 1);
  near(areaUnderRoc([0, 1, 2, 3], isPositive), 0);
});

test('resampled examples count as often as they are drawn', () => {
  const twice = [...labels.keys(), ...labels.keys()];
  assert.deepEqual(
    Object.values(scoreRecognition(scores, labels, twice)).map((value) => value.toFixed(9)),
    Object.values(scoreRecognition(scores, labels)).map((value) => value.toFixed(9)),
  );
});

test('a class without examples has no area', () => {
  assert.throws(() => areaUnderRoc([1, 2], [true, true]), UserError);
  assert.throws(() => scoreRecognition(scores, labels, [0, 3, 1]), UserError);
});
