import assert from 'node:assert/strict';
import { test } from 'node:test';
import { holm } from '../../src/metrics/verdict';
import { closeTo } from '../closeTo';
import oracle from '../oracles/inference.json';

test(`corrected p-values as in statsmodels ${oracle.versions.statsmodels}`, () => {
  const input = [...oracle.pValues];
  holm(input).forEach((pValue, index) => closeTo(pValue, oracle.holm[index], 1e-9));
  assert.deepEqual(input, oracle.pValues);
});

test('one test needs no correction, none gives none', () => {
  assert.deepEqual(holm([0.04]), [0.04]);
  assert.deepEqual(holm([]), []);
});
