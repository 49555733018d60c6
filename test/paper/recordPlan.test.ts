import assert from 'node:assert/strict';
import { test } from 'node:test';
import { items, runsOf } from '../../src/paper/items';
import { recordPlan, shippedParts } from '../../src/paper/recordPlan';
import { specify, type Cell } from '../../src/paper/specify';
import { specificationHash } from '../../src/runs/specificationHash';
import { planOf, sessionsPlan } from './plans';

const plan = planOf('paper', 2);
const none = (): undefined => undefined;

function kept(cell: Cell, seed = 1): string {
  const parts = Object.entries(shippedParts(plan, specify(plan, cell)[seed - 1]));
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

test('the records are planned without repetition, whole, the primary contrasts first, seed by seed', () => {
  for (const whole of [planOf('paper'), sessionsPlan()]) {
    const groups = recordPlan(whole, none);
    const hashes = groups.flatMap(({ specifications }) => specifications.map(specificationHash));
    assert.equal(new Set(hashes).size, hashes.length);
    const planned = new Set(hashes);
    for (const run of runsOf(whole, items, none)) assert.ok(planned.has(specificationHash(run)));
    const seeds = groups[0].specifications.map(({ seed }) => seed);
    assert.deepEqual(
      seeds,
      [...seeds].sort((left, right) => left - right),
    );
    assert.ok(groups[0].specifications.every(({ layer }) => layer === null || layer === 2));
  }
});

test('how many trainings each group has, claim 2 apart, whose groups follow from records', () => {
  const counts = (whole: typeof plan): [string, number][] =>
    recordPlan(whole, none).map(({ title, specifications }) => [title, specifications.length]);
  const titles = [
    'primary contrast of claim 1, layer 2',
    'primary contrasts of claims 3 and 4, layer 2',
    'the same, other layers',
    'regularised pairs',
    'main pairs of other sessions',
    'doses',
    'ceiling of help, the code of the paper',
    'negative controls and regularised rivals',
    'groups of neurons',
    'controls on few images',
    'ceiling of help, other codes and few images, three seeds',
    'primary contrasts of claim 5',
    'primary contrasts for which ten seeds are planned, seeds 6 to 10',
  ];
  const first = (whole: typeof plan): [string, number][] => counts(whole).slice(0, titles.length);
  const simulation = [60, 30, 225, 60, 0, 75, 180, 90, 0, 60, 204, 315, 375];
  const sessions = [40, 20, 150, 40, 90, 75, 130, 85, 0, 45, 204, 315, 250];
  const named = (numbers: number[]) => titles.map((title, index) => [title, numbers[index]]);
  assert.deepEqual(first(planOf('paper')), named(simulation));
  assert.deepEqual(first(sessionsPlan()), named(sessions));
});
