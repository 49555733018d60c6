import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mean } from 'simple-statistics';
import { UserError } from '../../src/errors';
import { bootstrap } from '../../src/metrics/bootstrap';
import { pearsonPerNeuron } from '../../src/metrics/responseScores';
import { closeTo } from '../closeTo';
import { better, images, oracle, responses, sameInterval, worse } from '../oracles/inference';
import { sequence } from '../oracles/sequence';

const pcc = (drawn: readonly number[]): number =>
  mean(pearsonPerNeuron(better, responses, drawn).pcc);

test(`intervals as those of SciPy ${oracle.versions.scipy}`, () => {
  sameInterval(bootstrap(pcc, images, 1), oracle.meanPcc);
  sameInterval(
    bootstrap(
      (drawn) => pcc(drawn) - mean(pearsonPerNeuron(worse, responses, drawn).pcc),
      images,
      1,
    ),
    oracle.pccDifference,
  );
  const [first, second] = [sequence(images, 0.6), sequence(images, 0.7)];
  sameInterval(
    bootstrap((drawn) => mean(drawn.map((image) => first[image] + 0.3 - second[image])), images, 1),
    oracle.scoreDifference,
  );
});

test('seeds that disagree widen the interval', () => {
  const ofSeeds = (values: readonly number[]) =>
    bootstrap((_, seeds) => mean(seeds.map((seed) => values[seed])), images, values.length);
  assert.deepEqual(ofSeeds([1, 1]), { estimate: 1, lower: 1, upper: 1 });
  assert.deepEqual(ofSeeds([0, 2]), { estimate: 1, lower: 0, upper: 2 });
});

test('the interval of a mean has the width of its standard error', () => {
  const values = [...sequence(400, 3)];
  const { lower, upper } = bootstrap((drawn) => mean(drawn.map((image) => values[image])), 400, 1, {
    resamples: 4000,
  });
  // Uniform in [-1, 1): standard deviation 1 / sqrt(3).
  closeTo(upper - lower, (2 * 1.96) / Math.sqrt(3 * 400), 0.01);
});

test('the draws are the same every time', () => {
  assert.deepEqual(
    bootstrap(pcc, images, 1, { resamples: 100 }),
    bootstrap(pcc, images, 1, { resamples: 100 }),
  );
});

test('nothing to draw from is refused', () => {
  assert.throws(() => bootstrap(() => 0, 0, 1), UserError);
  assert.throws(() => bootstrap(() => 0, 1, 0), UserError);
});
