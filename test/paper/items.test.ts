import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { formatModelName } from '../../src/models/modelName';
import { doses, focusRegion, isTrained, items, runsOf } from '../../src/paper/items';
import { recordPlan } from '../../src/paper/recordPlan';
import { specificationHash, uniqueSpecifications } from '../../src/runs/specificationHash';
import { planOf } from './plans';

const none = (): undefined => undefined;
const root = path.resolve(__dirname, '../..');

test('items have names of their own and notebooks that exist', () => {
  assert.equal(new Set(items.map(({ item }) => item)).size, items.length);
  for (const { notebook } of items)
    assert.ok(existsSync(path.join(root, 'notebooks', notebook)), notebook);
});

test('the focus is region 3, or the first region of data without one', () => {
  assert.deepEqual([focusRegion({ regions: [1, 2, 3] }), focusRegion({ regions: [2, 4] })], [3, 2]);
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
  assert.deepEqual([smoke.length, quick.length], [8, 55]);
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
    ['figure6', 'figure8'],
  );
  assert.ok(runsOf(plan, items, none).every(({ region }) => region === 2));
});

test('the records are planned without repetition, whole, the most important first', () => {
  const plan = planOf('paper');
  const groups = recordPlan(plan, none);
  const hashes = groups.flatMap(({ specifications }) => specifications.map(specificationHash));
  assert.equal(new Set(hashes).size, hashes.length);
  assert.deepEqual(
    new Set(hashes),
    new Set([...hashes, ...runsOf(plan, items, none).map(specificationHash)]),
  );
  const [first] = groups;
  assert.deepEqual(
    first.specifications
      .slice(0, 4)
      .map((run) => [formatModelName(run), run.task, run.region, run.seed]),
    [
      ['CAE', 'IR', 3, 1],
      ['CAE-FR2', 'IR', 3, 1],
      ['CAE-FR2', 'IR', 3, 1],
      ['CAE-FR2', 'IR', 3, 1],
    ],
  );
  assert.equal(first.specifications.length, doses.length * plan.seeds.length);
  const seedsOf = (title: RegExp): number =>
    Math.max(
      ...groups.find((group) => title.test(group.title))!.specifications.map(({ seed }) => seed),
    );
  assert.deepEqual([/doses/, /one seed/, /main tables/, /everything/].map(seedsOf), [5, 1, 3, 5]);
});
