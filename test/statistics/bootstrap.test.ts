import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mean } from 'simple-statistics';
import { UserError } from '../../src/errors';
import { bootstrap } from '../../src/statistics/bootstrap';
import { bootstrapMeanPcc } from '../../src/statistics/bootstrapMeanPcc';
import { pairedBootstrap } from '../../src/statistics/pairedBootstrap';
import { closeTo } from '../closeTo';
import { better, images, oracle, responses, sameInterval } from '../oracles/inference';
import { sequence } from '../oracles/sequence';


test(`intervals as those of SciPy ${oracle.versions.scipy}`, () => {
  sameInterval(bootstrapMeanPcc([better], responses), oracle.meanPcc);
  const scores = [[...sequence(images, 0.6)].map((value) => value + 0.3), [...sequence(images, 0.7)]];
  sameInterval(pairedBootstrap([scores[0]], [scores[1]]), oracle.scoreDifference);
});

test('models with the same scores differ by exactly nothing', () => {
  const scores = [[1, 5, 2], [3, 1, 7]];
  const { estimate, lower, upper } = pairedBootstrap(scores, scores);
  assert.deepEqual([estimate, lower, upper], [0, 0, 0]);
});

test('pairing removes what both models share', () => {
  const difficulty = sequence(images, 0.8);
  const first = [...difficulty].map((value) => 10 * value + 0.1);
  const { lower, upper } = pairedBootstrap([first], [[...difficulty].map((value) => 10 * value)]);
  closeTo(lower, 0.1, 1e-6);
  closeTo(upper, 0.1, 1e-6);
});

test('seeds that disagree widen the interval', () => {
  const zero = [new Array<number>(images).fill(0), new Array<number>(images).fill(0)];
  const agreeing = pairedBootstrap([zero[0].map(() => 1), zero[0].map(() => 1)], zero);
  const disagreeing = pairedBootstrap([zero[0].map(() => 0), zero[0].map(() => 2)], zero);
  assert.deepEqual([agreeing.lower, agreeing.upper], [1, 1]);
  assert.deepEqual([disagreeing.estimate, disagreeing.lower, disagreeing.upper], [1, 0, 2]);
});

test('the interval of a mean has the width of its standard error', () => {
  const values = [...sequence(400, 3)];
  const { lower, upper } = bootstrap((drawn) => mean(drawn.map((image) => values[image])), 400, 1, { resamples: 4000 });
  // Uniform in [-1, 1): standard deviation 1 / sqrt(3).
  closeTo(upper - lower, (2 * 1.96) / Math.sqrt(3 * 400), 0.01);
});

test('the seed of the resampling decides the interval', () => {
  const options = { resamples: 100, seed: 5 };
  assert.deepEqual(bootstrapMeanPcc([better], responses, options), bootstrapMeanPcc([better], responses, options));
  assert.notDeepEqual(
    bootstrapMeanPcc([better], responses, options),
    bootstrapMeanPcc([better], responses, { ...options, seed: 6 }),
  );
});

test('what cannot be paired is refused', () => {
  assert.throws(() => pairedBootstrap([[1, 2]], [[1, 2], [3, 4]]), UserError);
  assert.throws(() => pairedBootstrap([[1, 2]], [[1, 2, 3]]), UserError);
  assert.throws(() => pairedBootstrap([], []), UserError);
});
