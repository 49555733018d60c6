import assert from 'node:assert/strict';
import { test } from 'node:test';
import { experiments } from '../../src/experiments';
import { experimentContext } from '../../src/experiments/context';
import { recordPlan } from '../../src/experiments/recordPlan';
import { specificationHash, uniqueSpecifications } from '../../src/runs/specificationHash';
import { simulated } from './fakeReproduction';

const context = experimentContext({ identity: simulated, regions: [1, 2, 3] }, 'paper');
const plan = recordPlan(context);

test('the plan has every run of every experiment exactly once', () => {
  const planned = plan.flatMap(({ specifications }) => specifications).map(specificationHash);
  const wanted = uniqueSpecifications(experiments.flatMap(({ specifications }) => specifications(context))).map(specificationHash);
  assert.deepEqual([...planned].sort(), [...wanted].sort());
});

test('region 3 first, with three seeds one after the other; then seed 1 of the rest before any further seed', () => {
  const [focus, ...others] = plan;
  assert.deepEqual(new Set(focus.specifications.map(({ region }) => region)), new Set([3]));
  const seeds = focus.specifications.map(({ seed }) => seed);
  assert.deepEqual(seeds, [...seeds].sort());
  assert.deepEqual([...new Set(seeds)], [1, 2, 3]);
  const seedsOf = others.map(({ specifications }) => [...new Set(specifications.map(({ seed }) => seed))]);
  assert.deepEqual(seedsOf.filter(({ length }) => length > 0).map((group) => group.join()).filter((seed, index, all) => seed !== all[index - 1]), ['1', '2', '3', '4', '5']);
});

test('tables that carry no main claim wait for the main items of all regions', () => {
  const [run] = plan[0].specifications;
  const unusual = { ...run, hyperparameters: { ...run.hyperparameters, beta: 77 } };
  const groups = recordPlan(context, [{ ...experiments[0], item: 'table6', specifications: () => [unusual] }, ...experiments]);
  assert.deepEqual(groups.map(({ specifications }) => specifications.includes(unusual)), [false, false, true, false, false, false, false]);
});

test('the other items come breadth first: every combination in region 3 before any of its further layers, then the other regions', () => {
  const rest = plan[2].specifications;
  const [focus, elsewhere] = [rest.filter(({ region }) => region === 3), rest.filter(({ region }) => region !== 3)];
  assert.deepEqual(rest, [...focus, ...elsewhere]);
  const nameOf = ({ autoencoder, readout, task }: (typeof rest)[number]): string => `${autoencoder} ${readout} ${task}`;
  const breadth = focus.slice(0, focus.findIndex(({ layer }) => layer !== null && layer !== 2));
  assert.deepEqual(new Set(breadth.map(nameOf)), new Set(focus.map(nameOf)));
  assert.equal(breadth.length, 20);
});

test('the figure of the other regions that belongs to Fig. 4 comes with the main items', () => {
  assert.ok(plan[1].specifications.some(({ frozenEncoder }) => frozenEncoder !== undefined));
  assert.ok(plan.slice(2).every(({ specifications }) => specifications.every(({ frozenEncoder, seed }) => frozenEncoder === undefined || seed > 1)));
});
