import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nativeBackend } from '../../src/backend/nativeOps';
import { trainManyTimes } from './manyTrainings';

const skip = nativeBackend() === undefined && 'only native TensorFlow runs graphs';

test('what a process holds is looked at before, between and after trainings', {
  skip,
}, async () => {
  const told: string[] = [];
  const rows = await trainManyTimes([0, 1, 3], (text) => told.push(text));
  assert.deepEqual(
    rows.map(({ trainings }) => trainings),
    [0, 1, 3],
  );
  assert.equal(told.length, 4);
  assert.deepEqual([rows[2].tensors, rows[2].sessions], [rows[1].tensors, 0]);
  assert.ok(rows.every(({ residentMb }) => residentMb > 1));
});
