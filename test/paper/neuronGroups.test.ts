import assert from 'node:assert/strict';
import { test } from 'node:test';
import { items, runsOf } from '../../src/paper/items';
import { neuronGroups } from '../../src/paper/neuronGroups';
import { specify } from '../../src/paper/specify';
import type { RunRecord } from '../../src/runs/record';
import { planOf } from './plans';

const joint = specify(planOf('paper', 1), { region: 3, model: 'CAE-FR2', task: 'IR' })[0];

/** A record with these correlations on the 50 test images and on the validation images. */
function record(test: readonly number[], validation: readonly number[]): RunRecord {
  return {
    status: 'finished',
    responses: { pcc: test, predictions: { shape: [50, test.length], float32: '' } },
    validationScores: { mse: null, poissonLoss: null, pcc: validation },
  } as unknown as RunRecord;
}

test('test images say how many neurons are significant, validation images which', () => {
  const groups = neuronGroups(joint, () =>
    record([0.9, 0.8, 0.01, 0.02, 0.03, -0.01], [0.1, 0.2, 0.3, 0.4, 0.5, 0.6]),
  );
  const [significant, insignificant, randomMany, randomFew] = groups.map(({ neurons }) => neurons);
  assert.deepEqual(significant(1), [4, 5]);
  assert.deepEqual(insignificant(1), [0, 1, 2, 3]);
  assert.deepEqual(significant(2), significant(1));
  assert.deepEqual([randomMany(1).length, randomFew(1).length], [2, 4]);
});

test('random groups are ascending, without repetition, and others for another seed', () => {
  const pcc = Array.from({ length: 60 }, (_, neuron) => (neuron < 30 ? 0.9 : 0));
  const groups = neuronGroups(joint, () => record(pcc, pcc)).slice(2);
  for (const { neurons } of groups) {
    const [first, second] = [neurons(1), neurons(2)];
    assert.deepEqual(
      first,
      [...new Set(first)].sort((left, right) => left - right),
    );
    assert.notDeepEqual(first, second);
    assert.deepEqual(neurons(1), first);
  }
  assert.notDeepEqual(groups[0].neurons(1), groups[1].neurons(1));
});

test('differences that another processor would not repeat decide nothing', () => {
  const significantOf = (validation: readonly number[]) =>
    neuronGroups(joint, () => record([0.9, 0, 0], validation))[0].neurons(1);
  assert.deepEqual(significantOf([0.50001, 0.50002, 0.1]), significantOf([0.50002, 0.50001, 0.1]));
});

test('there are none before the ranking has been trained, or where one would be empty; then Table 3 has its reference alone', () => {
  const failed = { status: 'failed' } as RunRecord;
  for (const found of [undefined, failed, record([0, 0], [0, 0]), record([0.9, 0.9], [0.5, 0.5])])
    assert.deepEqual(
      neuronGroups(joint, () => found),
      [],
    );
  const table3 = items.filter(({ item }) => item === 'table3');
  // The joint model of every layer and a readout on the CAE, and the CAE once; then the groups: of
  // two neurons a random one is the significant or the insignificant.
  assert.equal(runsOf(planOf('paper', 1), table3, () => undefined).length, 4 * 2 + 1);
  assert.equal(
    runsOf(planOf('paper', 1), table3, () => record([0.9, 0], [0.5, 0])).length,
    4 * 4 + 1,
  );
});
