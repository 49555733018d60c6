import assert from 'node:assert/strict';
import { test } from 'node:test';
import { autoencoderNames, layers, parseModelName, readoutNames } from '../../src/models/modelName';
import {
  defaultChoices,
  hyperparametersFor,
  maxSteps,
  protocol,
} from '../../src/paper/hyperparameters';
import { openPlan } from '../../src/paper/specify';
import { hyperparametersSchema } from '../../src/runs/specification';

const every = ['CNN', ...autoencoderNames].flatMap((name) => [
  ...(name === 'CNN' ? [] : [name]),
  ...readoutNames.flatMap((readout) => layers.map((layer) => `${name}-${readout}${layer}`)),
]);

test('every model of every task has a valid configuration of the shared protocol', () => {
  for (const name of every) {
    for (const task of ['IR', 'NRS'] as const) {
      const configuration = hyperparametersFor(parseModelName(name), task, 'paper');
      assert.deepEqual(hyperparametersSchema.parse(configuration), configuration);
      assert.deepEqual({ ...configuration, ...protocol, maxSteps: maxSteps.paper }, configuration);
    }
  }
});

test('a weight is there where its part is, and only the joint models of its task balance the two', () => {
  const weights = (name: string, task: 'IR' | 'NRS') => {
    const { alpha, beta } = hyperparametersFor(parseModelName(name), task, 'paper');
    return [alpha, beta];
  };
  assert.deepEqual(weights('CAE', 'IR'), [1, 0]);
  assert.deepEqual(weights('CNN-FR2', 'NRS'), [0, 1]);
  assert.deepEqual(weights('CAE-FR2', 'IR'), [1, defaultChoices.beta]);
  assert.deepEqual(weights('CAE-FR2', 'NRS'), [defaultChoices.alpha, 1]);
});

test('only the VAE has an output variance, and the layer that is read is the one that is sparse', () => {
  const sparse = { ...defaultChoices, activationSparsity: { IR: 0, NRS: 3 } };
  const of = (name: string) => hyperparametersFor(parseModelName(name), 'NRS', 'quick', sparse);
  assert.equal(of('VAE-FR3').outputVariance, defaultChoices.outputVariance);
  assert.ok(!('outputVariance' in of('CAE-FR3')));
  const varied = (name: string) =>
    hyperparametersFor(parseModelName(name), 'IR', 'quick', sparse, { outputVariance: 0.04 });
  assert.equal(varied('VAE').outputVariance, 0.04);
  assert.ok(!('outputVariance' in varied('CAE')));
  assert.deepEqual([of('CNN-FR3').sparseLayer, of('CAE-FR3').sparseLayer], [3, 3]);
});

test('the seeds of a plan are numbered from 1, as many as the preset has or as are asked for', () => {
  const identity = { name: 'mine', kind: 'real', fingerprint: 'f' } as const;
  const seeds = (
    ...more: [preset: 'smoke' | 'quick' | 'paper', count?: number]
  ): readonly number[] => openPlan({ identity, regions: [1] }, ...more).seeds;
  assert.deepEqual(
    [seeds('smoke'), seeds('quick', 2), seeds('paper')],
    [[1], [1, 2], [1, 2, 3, 4, 5]],
  );
});
