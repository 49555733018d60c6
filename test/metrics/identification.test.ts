import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ndArray } from '../../src/data/ndArray';
import { UserError } from '../../src/errors';
import { identification, similarities } from '../../src/metrics/identification';
import { closeTo } from '../closeTo';
import oracle from '../oracles/deepNetwork.json';
import { sequence } from '../oracles/sequence';

const shown = ndArray([7, 12], sequence(84, 0.5));
const noise = sequence(84, 0.9);
const decoded = ndArray(
  [7, 12],
  shown.values.map((value, entry) => value + 1.5 * noise[entry]),
);

test('similarities and identification are those of NumPy over all sets of candidates', () => {
  const found = similarities(decoded, shown, sequence(12, 0.7));
  found.values.forEach((value, entry) => {
    closeTo(value, oracle.similarity[entry], 1e-5);
  });
  for (const [candidates, expected] of Object.entries(oracle.identified))
    identification(found, Number(candidates)).forEach((value, image) => {
      closeTo(value, expected[image], 1e-6);
    });
});

test('what is the same for all images identifies none: chance at every number of candidates', () => {
  const grey = ndArray([7, 12], new Float32Array(84).fill(0.5));
  for (const candidates of [2, 4, 7])
    for (const value of identification(similarities(grey, shown, new Float32Array(12)), candidates))
      closeTo(value, 1 / candidates, 1e-12);
});

test('another matrix and too many candidates are refused', () => {
  const matrix = similarities(decoded, shown, new Float32Array(12));
  assert.throws(() => identification(matrix, 8), UserError);
  assert.throws(() => identification(matrix, 1), UserError);
  assert.throws(() => identification(shown, 2), UserError);
  assert.throws(
    () => similarities(decoded, ndArray([7, 11], sequence(77, 1)), sequence(12, 0)),
    UserError,
  );
});
