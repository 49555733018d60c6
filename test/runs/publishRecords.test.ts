import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { buildRecord, failedRecord } from '../../src/runs/buildRecord';
import type { FinishedRecord } from '../../src/runs/record';
import { publishRecords } from '../../src/runs/publishRecords';
import { createRecordStore } from '../../src/runs/recordStore';
import { specificationHash } from '../../src/runs/specificationHash';
import { seeded, tinyProvenance, tinyRegion, tinyTraining } from './tinyRun';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'publish-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('the first finished seed is copied whole, the others without pictures; scores and predictions stay; an index lists all', async () => {
  const from = createRecordStore(join(folder, 'local'));
  await from.write(failedRecord(seeded(1), 'diverged', 'NaN', tinyProvenance));
  for (const seed of [2, 3]) {
    await from.write(buildRecord(seeded(seed), tinyRegion, tinyTraining(), tinyProvenance), tinyTraining().weights);
  }
  const target = join(folder, 'committed');
  const outcome = await publishRecords([4, 3, 2, 1].map(seeded), from, target, { keepsWeights: ({ seed }) => seed === 3 });
  assert.deepEqual(outcome, { records: 3, checkpoints: 1, missing: [seeded(4)] });

  const to = createRecordStore(target);
  const [failed, whole, light] = [1, 2, 3].map((seed) => to.read(specificationHash(seeded(seed))));
  assert.equal(failed?.status, 'failed');
  assert.deepEqual(whole, from.read(specificationHash(seeded(2))));
  const original = from.read(specificationHash(seeded(3))) as FinishedRecord;
  const { summary, responses, reconstruction, readout } = light as FinishedRecord;
  assert.deepEqual([summary, responses, reconstruction?.mse], [original.summary, original.responses, original.reconstruction?.mse]);
  assert.deepEqual([reconstruction?.examples, readout], [{ shape: [0, 32, 32], float32: '' }, null]);
  assert.equal(to.readWeights(specificationHash(seeded(2))), undefined);
  assert.notEqual(to.readWeights(specificationHash(seeded(3))), undefined);
  const size = (seed: number): number => statSync(join(target, `${specificationHash(seeded(seed))}.json.gz`)).size;
  assert.ok(size(3) < size(2) / 5);
  assert.equal(readFileSync(join(target, 'index.csv'), 'utf8').trim().split('\n').length, 4);
});
