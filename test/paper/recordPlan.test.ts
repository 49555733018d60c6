import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shippedParts } from '../../src/paper/recordPlan';
import { specify, type Cell } from '../../src/paper/specify';
import { planOf } from './plans';

const plan = planOf('paper', 2);

function kept(cell: Cell, seed = 1): string {
  const parts = Object.entries(shippedParts(specify(plan, cell)[seed - 1]));
  return parts.flatMap(([part, isKept]) => (isKept ? [part] : [])).join(' ');
}

test('what notebooks show is shipped: checkpoints, pictures and masks of some first seeds', () => {
  const cae: Cell = { region: 3, model: 'CAE', task: 'IR' };
  const joint: Cell = { region: 2, model: 'CAE-FR1', task: 'IR' };
  const cnn: Cell = { region: 1, model: 'CNN-FR2', task: 'NRS' };
  assert.equal(kept(cae), 'checkpoint pictures');
  assert.equal(kept({ ...cae, region: 1 }), 'pictures');
  for (const model of ['VAE', 'VQ-VAE']) assert.equal(kept({ ...cae, model }), 'checkpoint');
  assert.equal(kept({ ...cae, regularised: true }), 'pictures');
  assert.equal(kept(joint), 'pictures');
  assert.equal(kept(cnn), 'checkpoint masks');
  const others: Cell[] = [
    { ...joint, beta: 0.01 },
    { ...joint, share: 1 / 8 },
    { ...joint, responses: 'noise-free' },
    { ...joint, neurons: () => [1, 2] },
    { ...cnn, model: 'CNN-FR1' },
    { ...cnn, model: 'VAE-FC2' },
  ];
  others.forEach((cell) => assert.equal(kept(cell), '', JSON.stringify(cell)));
  [cae, joint, cnn].forEach((cell) => assert.equal(kept(cell, 2), ''));
});
