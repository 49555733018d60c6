import assert from 'node:assert/strict';
import { test } from 'node:test';
import { splitTraining } from '../../src/data/split';

test('80/20 split uses every image once', () => {
  for (const count of [2, 3, 10, 1260, 1800]) {
    const { training, validation } = splitTraining(count, 1);
    assert.deepEqual(
      [...training, ...validation].sort((a, b) => a - b),
      Array.from({ length: count }, (_, index) => index),
    );
    assert.ok(training.length > 0 && validation.length > 0);
  }
  assert.equal(splitTraining(1800, 1).training.length, 1440);
  assert.equal(splitTraining(1260, 1).training.length, 1008);
});

test('the split repeats with its seed, seed 0 included, and differs between seeds', () => {
  for (const seed of [0, 1, 2]) {
    assert.deepEqual(splitTraining(100, seed), splitTraining(100, seed));
  }
  assert.notDeepEqual(splitTraining(100, 0), splitTraining(100, 1));
  assert.notDeepEqual(splitTraining(100, 1), splitTraining(100, 2));
});

test('validation images are spread over the file, not its tail', () => {
  const { validation } = splitTraining(1000, 3);
  const firstHalf = validation.filter((index) => index < 500).length;
  // binomial(200, .5): 4 standard deviations are 28
  assert.ok(Math.abs(firstHalf - 100) < 28, `${firstHalf} of 200 in the first half`);
});

test('a single image cannot be split', () => {
  assert.throws(() => splitTraining(1, 1), /At least 2/);
});
