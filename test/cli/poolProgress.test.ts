import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatDuration } from '../../src/cli/progress/formatDuration';
import { createPoolProgress } from '../../src/cli/progress/poolProgress';
import { failedRecord } from '../../src/runs/buildRecord';
import type { NamedRun } from '../../src/runs/runInventory';
import { specificationHash } from '../../src/runs/specificationHash';
import { seeded, tinyProvenance } from '../runs/tinyRun';

const runs: NamedRun[] = [1, 2].map((seed) => ({ specification: seeded(seed), hash: specificationHash(seeded(seed)) }));
const half = { stage: 1, step: 10, maxSteps: 20, trainingLoss: 1, validation: 1, bestValidation: 1, bestStep: 5, secondsElapsed: 1, secondsLeft: 1 };

test('the time left follows from the share of the work that is done', () => {
  let clock = 100;
  const progress = createPoolProgress(runs, () => clock);
  assert.equal(progress.secondsLeft(), undefined);
  runs.forEach((run) => progress.record({ kind: 'started', run }));
  clock = 110;
  progress.record({ kind: 'progress', run: runs[0], progress: half });
  assert.equal(progress.secondsLeft(), 30);
  progress.record({ kind: 'ended', run: runs[0], record: failedRecord(seeded(1), 'diverged', 'NaN', tinyProvenance), by: 'us' });
  clock = 120;
  assert.equal(progress.secondsLeft(), 20);
  assert.deepEqual([progress.ended(), progress.failed(), progress.active().length], [1, 1, 1]);
});

test('a training that patience is expected to end is not taken for as long as it may be', () => {
  const patient = { ...seeded(1), hyperparameters: { ...seeded(1).hyperparameters, maxSteps: 20_000, patience: 1000 } };
  const run = { specification: patient, hash: specificationHash(patient) };
  let clock = 0;
  const progress = createPoolProgress([run], () => clock);
  progress.record({ kind: 'started', run });
  clock = 60;
  progress.record({ kind: 'progress', run, progress: { ...half, step: 1000, maxSteps: 20_000 } });
  assert.equal(Math.round(progress.secondsLeft()!), 120);
});

test('durations', () => {
  assert.deepEqual([0.4, 59, 61, 3599.6, 7500].map(formatDuration), ['0 s', '59 s', '1 min 1 s', '1 h 0 min', '2 h 5 min']);
});
