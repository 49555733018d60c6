import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ndArray, type NdArray } from '../../src/data/ndArray';
import { createRandom } from '../../src/data/random';
import { splitTraining } from '../../src/data/split';

/** Different images of one pixel. */
const different = (count: number): NdArray =>
  ndArray(
    [count, 1],
    Float32Array.from({ length: count }, (_, index) => index),
  );

test('80/20 split uses every image once', () => {
  for (const count of [2, 3, 10, 1260, 1800]) {
    const { training, validation } = splitTraining(different(count), 1);
    assert.deepEqual(
      [...training, ...validation].sort((a, b) => a - b),
      Array.from({ length: count }, (_, index) => index),
    );
    assert.ok(training.length > 0 && validation.length > 0);
  }
  assert.equal(splitTraining(different(1800), 1).training.length, 1440);
  assert.equal(splitTraining(different(1260), 1).training.length, 1008);
});

test('the split repeats with its seed, seed 0 included, and differs between seeds', () => {
  for (const seed of [0, 1, 2]) {
    assert.deepEqual(splitTraining(different(100), seed), splitTraining(different(100), seed));
  }
  assert.notDeepEqual(splitTraining(different(100), 0), splitTraining(different(100), 1));
  assert.notDeepEqual(splitTraining(different(100), 1), splitTraining(different(100), 2));
});

test('validation images are spread over the file, not its tail', () => {
  const { validation } = splitTraining(different(1000), 3);
  const firstHalf = validation.filter((index) => index < 500).length;
  // binomial(200, .5): 4 standard deviations are 28
  assert.ok(Math.abs(firstHalf - 100) < 28, `${firstHalf} of 200 in the first half`);
});

test('of different images the split is the permutation of the rows, as in the records', () => {
  const order = createRandom(1, 'split').permutation(1800);
  const { training, validation } = splitTraining(different(1800), 1);
  const ascending = (rows: readonly number[]): number[] => [...rows].sort((a, b) => a - b);
  assert.deepEqual(training, ascending(order.slice(0, 1440)));
  assert.deepEqual(validation, ascending(order.slice(1440)));
});

test('an image that was shown several times is on one side, wherever its rows are', () => {
  const shown = createRandom(1, 'test/shown')
    .permutation(300)
    .map((row) => row % 100);
  const images = ndArray([300, 1], Float32Array.from(shown));
  const { training, validation } = splitTraining(images, 2);
  const sides = [training, validation].map((rows) => new Set(rows.map((row) => shown[row])));
  assert.deepEqual(
    sides.map(({ size }) => size),
    [80, 20],
  );
  assert.ok([...sides[0]].every((image) => !sides[1].has(image)));
  assert.equal(training.length + validation.length, 300);
});

test('a single image cannot be split, however often it was shown', () => {
  assert.throws(() => splitTraining(different(1), 1), /At least 2 different/);
  assert.throws(
    () => splitTraining(ndArray([5, 1], new Float32Array(5)), 1),
    /At least 2 different/,
  );
});
