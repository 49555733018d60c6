import assert from 'node:assert/strict';
import { test } from 'node:test';
import { experimentContext } from '../../src/experiments/context';
import type { ExperimentContext } from '../../src/experiments/experiment';
import { experiments } from '../../src/experiments';
import { formatModelName } from '../../src/models/modelName';
import type { PresetName } from '../../src/runs/specification';
import { uniqueSpecifications } from '../../src/runs/specificationHash';
import { fakeContext, simulated } from './fakeReproduction';

function runs(context: ExperimentContext, item: string): string[] {
  const experiment = experiments.find((candidate) => candidate.item === item)!;
  return experiment
    .specifications(context)
    .map(
      (specification) => `${specification.region} ${formatModelName(specification)} ${specification.task} ${specification.seed}`,
    );
}

function contextOf(preset: PresetName, regions = [1, 2, 3]): ExperimentContext {
  return experimentContext({ identity: simulated, regions }, preset);
}

test('smoke trains one model of each kind in region 3', () => {
  assert.deepEqual(runs(contextOf('smoke'), 'table2'), ['3 CAE IR 1', '3 CAE-FR2 IR 1']);
  assert.deepEqual(runs(contextOf('smoke'), 'table4'), ['3 CNN-FR2 NRS 1', '3 CAE-FR2 NRS 1']);
});

test('quick trains every layer for reconstruction, every layer of region 3 and layer 2 elsewhere for similarity', () => {
  assert.equal(runs(contextOf('quick'), 'table2').length, 15 + 1);
  const similarity = runs(contextOf('quick'), 'table4');
  assert.deepEqual(
    similarity.filter((run) => !run.startsWith('3')),
    ['1 CNN-FR2 NRS 1', '1 CAE-FR2 NRS 1', '2 CNN-FR2 NRS 1', '2 CAE-FR2 NRS 1'],
  );
  assert.equal(similarity.length, 12);
});

test('paper trains everything with five seeds', () => {
  assert.equal(runs(contextOf('paper'), 'table2').length, (3 * 5 + 1) * 5);
  assert.equal(runs(contextOf('paper'), 'table4').length, 3 * 8 * 5);
});

test('the control of Table 2 differs from CAE-FR2 by the responses alone, and from the CAE by its sparsity alone', () => {
  const table2 = experiments.find(({ item }) => item === 'table2')!;
  const [alone, control, , joint] = table2.specifications(fakeContext({ seeds: [1] })).filter(({ region }) => region === 3);
  assert.deepEqual([alone, control, joint].map(formatModelName), ['CAE', 'CAE', 'CAE-FR2']);
  const { activationSparsity, sparseLayer } = joint.hyperparameters;
  assert.equal(sparseLayer, joint.layer);
  assert.notEqual(activationSparsity, alone.hyperparameters.activationSparsity);
  assert.deepEqual(control, { ...alone, hyperparameters: { ...alone.hyperparameters, activationSparsity, sparseLayer } });
});

test('the only region of a data set gets every layer', () => {
  assert.equal(runs(contextOf('quick', [1]), 'table4').length, 8);
  assert.deepEqual(runs(contextOf('smoke', [1]), 'figure2'), ['1 CAE IR 1', '1 CAE-FR2 IR 1']);
  assert.deepEqual(runs(contextOf('quick', [1]), 'figure7'), []);
});

test('the figures ask for no run that the tables do not need, but for the readouts on an autoencoder alone', () => {
  const context = fakeContext();
  const all = experiments.flatMap(({ specifications }) => specifications(context)).filter(({ frozenEncoder }) => frozenEncoder === undefined);
  const tables = experiments
    .filter(({ item }) => item.startsWith('table'))
    .flatMap(({ specifications }) => specifications(context));
  assert.equal(uniqueSpecifications(all).length, uniqueSpecifications(tables).length);
});

test('the number of seeds has to be a positive integer', () => {
  assert.throws(() => experimentContext({ identity: simulated, regions: [1] }, 'quick', 0), /number of seeds .* 0/);
  assert.deepEqual(experimentContext({ identity: simulated, regions: [1] }, 'quick', 3).seeds, [1, 2, 3]);
});
