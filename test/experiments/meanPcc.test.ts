import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRandom } from '../../src/data/random';
import { mean } from 'simple-statistics';
import type { NdArray } from '../../src/data/ndArray';
import { pearsonPerNeuron } from '../../src/metrics/pearsonPerNeuron';
import { resampledMeanPcc } from '../../src/experiments/meanPcc';

const random = createRandom(3, 'meanPcc.test');
const matrix = (images: number, neurons: number): NdArray => ({
  shape: [images, neurons],
  // The third neuron answers only rarely: constant in many resamples.
  values: Float32Array.from({ length: images * neurons }, (_, index) =>
    index % neurons === 2 ? Number(random.uniform() < 0.1) : 1000 + random.normal(),
  ),
});

test('resampledMeanPcc gives the mean of pearsonPerNeuron on the drawn images and trainings', () => {
  const responses = matrix(20, 4);
  const predictions = [matrix(20, 4), matrix(20, 4), responses];
  const score = resampledMeanPcc(predictions, responses);
  for (let draw = 0; draw < 50; draw++) {
    const images = Array.from({ length: 20 }, () => random.integer(20));
    const seeds = Array.from({ length: 3 }, () => random.integer(3));
    const expected = mean(seeds.map((seed) => mean(pearsonPerNeuron(predictions[seed], responses, images).pcc)));
    assert.ok(Math.abs(score(images, seeds) - expected) < 1e-9, `${score(images, seeds)} is not ${expected}`);
  }
});
