import assert from 'node:assert/strict';
import { test } from 'node:test';
import { column } from '../../src/data/ndArray';
import { UserError } from '../../src/errors';
import { pearsonCorrelation } from '../../src/metrics/responseScores';
import { createNetwork } from '../../src/models/network';
import { withResponses } from '../../src/training/replaceResponses';
import { tinyRegion } from '../tinyRegion';

const region = tinyRegion({ images: 60 });

test('without a source the region is the same', () => {
  assert.equal(withResponses(region, undefined, 1), region);
});

test('shuffled responses are the same rows for other images; test responses stay', () => {
  const { trainingResponses, testResponses } = withResponses(region, 'shuffled over images', 1);
  assert.notDeepEqual(trainingResponses.values, region.trainingResponses.values);
  assert.deepEqual(
    [...column(trainingResponses, 0)].sort(),
    [...column(region.trainingResponses, 0)].sort(),
  );
  assert.equal(testResponses, region.testResponses);
});

test('components of the images are uncorrelated, not negative, and of mean about 1', () => {
  const { trainingResponses, testResponses } = withResponses(region, 'image components', 1);
  assert.deepEqual(trainingResponses.shape, region.trainingResponses.shape);
  assert.deepEqual(testResponses.shape, region.testResponses.shape);
  assert.ok(trainingResponses.values.every((value) => value >= 0));
  const [first, second] = [column(trainingResponses, 0), column(trainingResponses, 1)];
  assert.ok(Math.abs(first.reduce((sum, value) => sum + value, 0) / first.length - 1) < 0.05);
  // Clipping at 0 leaves a little.
  assert.ok(Math.abs(pearsonCorrelation(first, second)) < 0.15);
});

test('recordings have no noise-free responses, which is said', () => {
  assert.throws(() => withResponses(region, 'noise-free', 1), UserError);
});

test('a teacher tells units of its layer, made like responses; shuffled, the same rows for other images', () => {
  const neurons = { meanResponses: [1], receptiveFields: [] } as never;
  const { initial: weights } = createNetwork('CAE').initialise(neurons, 1);
  const taught = withResponses(region, 'teacher', 1, { layer: 2, weights });
  const shuffled = withResponses(region, 'shuffled teacher', 1, { layer: 2, weights });
  assert.deepEqual(taught.trainingResponses.shape, [60, 100]);
  assert.deepEqual(taught.testResponses.shape, [6, 100]);
  assert.ok(taught.trainingResponses.values.every((value) => value >= 0));
  const first = column(taught.trainingResponses, 0);
  assert.ok(Math.abs(first.reduce((sum, value) => sum + value, 0) / first.length - 1) < 0.1);
  assert.notDeepEqual(shuffled.trainingResponses.values, taught.trainingResponses.values);
  assert.deepEqual([...column(shuffled.trainingResponses, 0)].sort(), [...first].sort());
  assert.deepEqual(shuffled.testResponses, taught.testResponses);
  assert.throws(() => withResponses(region, 'teacher', 1), UserError);
});
