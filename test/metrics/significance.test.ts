import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UserError } from '../../src/errors';
import { pearsonSignificance, significantNeurons } from '../../src/metrics/significance';
import { closeTo } from '../closeTo';
import oracle from '../oracles/metrics.json';

test(`p-values as in SciPy ${oracle.versions.scipy}`, () => {
  oracle.pcc.forEach((pcc, neuron) => {
    const { oneSided, twoSided } = pearsonSignificance(pcc, 50);
    // Relative, because the smallest is 1e-21.
    closeTo(oneSided / oracle.oneSided[neuron], 1, 1e-5);
    closeTo(twoSided / oracle.twoSided[neuron], 1, 1e-5);
  });
});

test('no correlation is not significant, a perfect one is', () => {
  assert.deepEqual(pearsonSignificance(0, 50), { oneSided: 0.5, twoSided: 1 });
  assert.deepEqual(pearsonSignificance(1, 50), { oneSided: 0, twoSided: 0 });
  assert.deepEqual(pearsonSignificance(-1, 50), { oneSided: 1, twoSided: 0 });
  assert.throws(() => pearsonSignificance(0.5, 2), UserError);
});

test('significant neurons by either rule', () => {
  // Critical values for 48 degrees of freedom: .2787 two-sided, .2353 one-sided (tables of r).
  const pcc = [0.278, 0.2792, 0.235, 0.236, -0.5, 0];
  assert.deepEqual(significantNeurons(pcc, 50), [1, 4]);
  assert.deepEqual(significantNeurons(pcc, 50, { sides: 'one' }), [0, 1, 3]);
  assert.deepEqual(significantNeurons(pcc, 50, { level: 1e-9 }), []);
});
