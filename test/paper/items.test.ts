import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { focusRegion, headlineRegions } from '../../src/paper/cells';
import { isTrained } from '../../src/paper/isTrained';
import { items, runsOf } from '../../src/paper/items';
import { specificationHash, uniqueSpecifications } from '../../src/runs/specificationHash';
import { planOf } from './plans';

const none = (): undefined => undefined;
const root = path.resolve(__dirname, '../..');

test('items have names of their own and notebooks that exist', () => {
  assert.equal(new Set(items.map(({ item }) => item)).size, items.length);
  for (const { notebook } of items)
    assert.ok(existsSync(path.join(root, 'notebooks', notebook)), notebook);
});

test('the focus is region 3, a headline session, or the first region of other data', () => {
  const sessions = [190923, 201025, 210225, 210325, 210621];
  assert.deepEqual(
    [[1, 2, 3], sessions, [2, 4]].map((regions) => focusRegion({ regions })),
    [3, 210325, 2],
  );
  assert.deepEqual(headlineRegions({ regions: sessions }), [201025, 210325]);
  assert.deepEqual(headlineRegions({ regions: [2, 4] }), [2, 4]);
});

test('the paper preset trains everything; the shorter ones each kind of thing once, so that they stay short', () => {
  const runs = (preset: 'smoke' | 'quick' | 'paper') =>
    uniqueSpecifications(runsOf(planOf(preset, 1), items, none));
  const [smoke, quick, paper] = [runs('smoke'), runs('quick'), runs('paper')];
  assert.ok(
    items
      .flatMap(({ cells }) => cells?.(planOf('paper', 1), none) ?? [])
      .every((cell) => isTrained(planOf('paper', 1), cell)),
  );
  // One of quick's is the VAE with a price of its code that counts.
  assert.deepEqual([smoke.length, quick.length], [8, 56]);
  assert.ok(paper.length > 3 * quick.length);
  for (const [name, some] of [
    ['smoke', smoke],
    ['quick', quick],
  ] as const) {
    for (const part of ['VAE', 'VQ-VAE', null] as const)
      assert.ok(
        some.some(({ autoencoder }) => autoencoder === part),
        `${name} ${part}`,
      );
    for (const part of ['FR', 'FC', 'FM', null] as const)
      assert.ok(
        some.some(({ readout }) => readout === part),
        `${name} ${part}`,
      );
    assert.ok(
      some.some(({ hyperparameters }) => hyperparameters.augmentation !== 'none'),
      name,
    );
  }
  assert.ok(quick.some(({ frozenEncoder }) => frozenEncoder !== undefined));
  assert.ok(smoke.every(({ region, layer }) => region === 3 && (layer === null || layer === 2)));
});

test('the claims look at all trainings of the other items, and need no more', () => {
  const plan = planOf('paper', 1);
  const hashes = (some: typeof items): string[] =>
    runsOf(plan, some, none).map(specificationHash).sort();
  assert.deepEqual(
    hashes(items.filter(({ item }) => item === 'claims')),
    hashes(items.filter(({ item }) => item !== 'claims')),
  );
});

test('data with one region have every item that can be made of them', () => {
  const plan = { ...planOf('quick', 1), regions: [2] };
  const counts = Object.fromEntries(
    items.map((item) => [item.item, runsOf(plan, [item], none).length]),
  );
  const trained = items.filter(({ cells }) => cells !== undefined).map(({ item }) => item);
  assert.deepEqual(
    trained.filter((item) => counts[item] === 0),
    ['figure6', 'regularised-rivals', 'figure8'],
  );
  assert.ok(runsOf(plan, items, none).every(({ region }) => region === 2));
});
