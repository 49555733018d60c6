import assert from 'node:assert/strict';
import { test } from 'node:test';
import { spikeTriggeredAverage } from '../../src/metrics/spikeTriggeredAverage';
import { ndArray } from '../../src/data/ndArray';
import { createRandom } from '../../src/data/random';
import { pearsonCorrelation } from '../../src/metrics/responseScores';

test('a neuron that answers to one image has that image minus the mean; a silent one has nothing', () => {
  const images = ndArray([3, 2, 2, 1], Float32Array.of(1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 1));
  const responses = ndArray([3, 2], Float32Array.of(0, 0, 2, 0, 0, 0));
  const { shape, values } = spikeTriggeredAverage(images, responses);
  assert.deepEqual(shape, [2, 2, 2]);
  [-1 / 3, 2 / 3, -1 / 3, -1 / 3, 0, 0, 0, 0].forEach((expected, index) =>
    assert.ok(Math.abs(values[index] - expected) < 1e-6),
  );
});

test('on white noise it finds the filter of a linear neuron, and nothing for an even one', () => {
  const random = createRandom(3, 'test/sta');
  const [count, side] = [4000, 6];
  const filter = Array.from({ length: side * side }, () => random.normal());
  const images = ndArray(
    [count, side, side, 1],
    Float32Array.from({ length: count * side * side }, () => random.normal()),
  );
  const responses = new Float32Array(count * 2);
  for (let image = 0; image < count; image++) {
    const drive = filter.reduce(
      (sum, weight, pixel) => sum + weight * images.values[image * side * side + pixel],
      0,
    );
    responses[2 * image] = Math.max(0, drive);
    responses[2 * image + 1] = drive ** 2;
  }
  const { values } = spikeTriggeredAverage(images, ndArray([count, 2], responses));
  const [linear, even] = [values.subarray(0, side * side), values.subarray(side * side)];
  assert.ok(pearsonCorrelation(linear, filter) > 0.97);
  assert.ok(Math.hypot(...even) < 0.3 * Math.hypot(...linear));
});
