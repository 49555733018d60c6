import assert from 'node:assert/strict';
import { test } from 'node:test';
import { headlineRuns } from '../../src/paper/headline';
import { repetition } from '../../src/paper/headlineReport';
import type { FinishedRecord } from '../../src/runs/record';
import type { RunSpecification } from '../../src/runs/specification';
import { planOf } from './plans';

const plan = planOf('paper');
const [run] = headlineRuns(plan);

/** Records whose MSE and PCC follow from the seed. */
const storeOf = (score: (seed: number) => number | undefined) => ({
  read: (run: RunSpecification | string): FinishedRecord | undefined => {
    const specification = run as RunSpecification;
    const value = score(specification.seed);
    return value === undefined
      ? undefined
      : ({
          status: 'finished',
          specification,
          summary: { mse: value, pcc: value },
        } as unknown as FinishedRecord);
  },
});
const committed = storeOf((seed) => 0.03 + 0.001 * seed);
const repeat = (local: number | undefined, there = committed) =>
  repetition(run, plan.seeds, { local: storeOf(() => local), committed: there });

test('the headline is four models in the focus region, with all seeds', () => {
  const runs = headlineRuns(plan);
  assert.equal(runs.length, 4 * plan.seeds.length);
  const cells = new Set(
    runs.map(({ region, autoencoder, readout, layer, task }) =>
      [region, autoencoder, readout, layer, task].join(),
    ),
  );
  assert.deepEqual([...cells].sort(), [
    '3,,FR,2,NRS',
    '3,CAE,,,IR',
    '3,CAE,FR,2,IR',
    '3,CAE,FR,2,NRS',
  ]);
});

test('a training comes out again: equal, or within two standard deviations over seeds', () => {
  assert.deepEqual(repeat(0.031), { equal: true });
  // The standard deviation of 1 ... 5 thousandths is 1.58 thousandths.
  assert.deepEqual(repeat(0.031 + 0.0031), { equal: false });
});

test('what did not come out again is named: too far, not finished here, not in the package', () => {
  assert.match(repeat(0.031 + 0.0033).failure!, /MSE 0.034300 here, 0.031000 in the package/);
  assert.match(repeat(undefined).failure!, /did not finish here/);
  assert.match(
    repeat(
      0.031,
      storeOf(() => undefined),
    ).failure!,
    /has no record in the package/,
  );
});

test('a record of the package that was changed is found', () => {
  const changed = storeOf((seed) => (seed === run.seed ? 0.05 : 0.03 + 0.001 * seed));
  assert.match(repeat(0.031, changed).failure!, /0.050000 in the package/);
});
