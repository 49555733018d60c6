import assert from 'node:assert/strict';
import { test } from 'node:test';
import { experimentContext } from '../../src/experiments/context';
import { shippedParts } from '../../src/paper/shippedParts';
import { specify, type ExperimentCell } from '../../src/paper/specify';
import { parseModelName } from '../../src/models/modelName';
import type { RecordParts } from '../../src/runs/publishRecords';
import type { Task } from '../../src/training/training';
import { simulated } from '../experiments/fakeReproduction';

const context = experimentContext({ identity: simulated, regions: [1, 2, 3] }, 'paper');

function kept(name: string, task: Task, region: number, seed: number, more: Partial<ExperimentCell> = {}): string {
  const parts = shippedParts(specify(context, { region, model: parseModelName(name), task, ...more })[seed - 1], seed === 1);
  return (Object.keys(parts) as (keyof RecordParts)[]).filter((part) => parts[part]).join(' ');
}

test('what is shown is shipped, nothing else', () => {
  assert.equal(kept('CAE', 'IR', 3, 1), 'checkpoint pictures predictions');
  assert.equal(kept('CAE', 'IR', 1, 1), 'pictures predictions');
  assert.equal(kept('CAE-FR1', 'IR', 2, 1), 'pictures predictions');
  assert.equal(kept('CAE-FR1', 'IR', 2, 2), 'predictions');
  assert.equal(kept('CAE-FR1', 'IR', 3, 1, { neurons: () => [1, 2] }), 'predictions');
  assert.equal(kept('CAE', 'IR', 3, 1, { sparseAs: parseModelName('CAE-FR2') }), 'predictions');
  assert.equal(kept('CNN-FR2', 'NRS', 1, 1), 'checkpoint masks predictions');
  assert.equal(kept('CNN-FR2', 'NRS', 1, 2), 'predictions');
  assert.equal(kept('CNN-FR1', 'NRS', 1, 1), 'predictions');
  assert.equal(kept('VAE-FC2', 'NRS', 1, 1), 'predictions');
  assert.equal(kept('VAE-FR2', 'IR', 1, 1), '');
});
