import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ndArray } from '../../src/data/ndArray';
import { permutationBand } from '../../src/metrics/significance';
import { sequence } from '../oracles/sequence';

const images = 50;
const neurons = 20;

test('a perfect prediction lies far above the band, an unrelated one inside', () => {
  const responses = ndArray([images, neurons], sequence(images * neurons, 1));
  const unrelated = ndArray([images, neurons], sequence(images * neurons, 2));
  const perfect = permutationBand(responses, responses, { permutations: 200 });
  assert.equal(perfect.observed, neurons);
  assert.ok(perfect.upper < 5);
  assert.equal(perfect.pValue, 1 / 201);
  const chance = permutationBand(unrelated, responses, { permutations: 200 });
  assert.ok(
    chance.lower <= chance.observed && chance.observed <= chance.upper && chance.pValue > 0.025,
  );
});

test('neurons that respond alike widen the band', () => {
  const sharedResponse = sequence(images, 3);
  const sharedPrediction = sequence(images, 4);
  const alike = (values: Float32Array) =>
    ndArray(
      [images, neurons],
      Float32Array.from(
        { length: images * neurons },
        (_, entry) => values[Math.floor(entry / neurons)],
      ),
    );
  const band = permutationBand(alike(sharedPrediction), alike(sharedResponse), {
    permutations: 400,
  });
  // All neurons are significant together or not at all, 5 % of the time.
  assert.deepEqual([band.lower, band.median, band.upper], [0, 0, neurons]);
});
