import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ndArray } from '../../src/data/ndArray';
import { countActiveUnits } from '../../src/models/vae';
import { codebookUse } from '../../src/models/vqVae';
import { closeTo } from '../closeTo';

test('a unit is active when its posterior mean varies over images by more than .01', () => {
  // Variances .0121, .0081, 0 and 4; the constant 5 is large but says nothing about the image.
  const means = ndArray([2, 4], Float32Array.of(0.11, 0.09, 5, -2, -0.11, -0.09, 5, 2));
  assert.equal(countActiveUnits(means), 2);
});

test('a mean far from 0 does not hide that a unit is constant', () => {
  const means = ndArray([3, 1], Float32Array.of(100.05, 100, 99.95));
  assert.equal(countActiveUnits(means), 0);
});

test('perplexity is the number of codes where all are used alike, less where they are not', () => {
  const even = codebookUse(ndArray([2, 4], Float32Array.of(0, 7, 200, 3, 3, 200, 0, 7)));
  assert.equal(even.usedCodes, 4);
  closeTo(even.perplexity, 4, 1e-12);
  const uneven = codebookUse(ndArray([1, 4], Float32Array.of(9, 9, 9, 2)));
  assert.equal(uneven.usedCodes, 2);
  // exp(-3/4 ln 3/4 - 1/4 ln 1/4)
  closeTo(uneven.perplexity, Math.exp(0.75 * Math.log(4 / 3) + 0.25 * Math.log(4)), 1e-12);
  assert.deepEqual(codebookUse(ndArray([1, 2], Float32Array.of(5, 5))), {
    usedCodes: 1,
    perplexity: 1,
  });
});
