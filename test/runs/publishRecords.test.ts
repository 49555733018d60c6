import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { buildRecord, failedRecord } from '../../src/runs/buildRecord';
import type { FinishedRecord } from '../../src/runs/record';
import { publishRecords, type RecordParts } from '../../src/runs/publishRecords';
import { createRecordStore } from '../../src/runs/recordStore';
import { specificationHash } from '../../src/runs/specificationHash';
import { seeded, tinyProvenance, tinyRegion, tinyTraining } from './tinyRun';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'publish-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const whole: RecordParts = { checkpoint: false, pictures: true, masks: true, predictions: true };
const light: RecordParts = { checkpoint: false, pictures: false, masks: false, predictions: false };

function finished(seed: number): FinishedRecord {
  return buildRecord(seeded(seed), tinyRegion, tinyTraining(), tinyProvenance) as FinishedRecord;
}

test('a published run loses the parts that are not wanted and keeps its scores; an index lists all', async () => {
  const from = createRecordStore(join(folder, 'local'));
  await from.write(failedRecord(seeded(1), 'diverged', 'NaN', tinyProvenance));
  await from.write(failedRecord(seeded(5), 'crashed', 'killed', tinyProvenance));
  for (const seed of [2, 3]) {
    await from.write(finished(seed), tinyTraining().weights);
  }
  const target = join(folder, 'committed');
  const outcome = await publishRecords([5, 4, 3, 2, 1].map(seeded), from, target, {
    keeps: ({ seed }, isFirstSeed) => ({ ...(isFirstSeed ? whole : light), checkpoint: seed === 3 }),
  });
  assert.deepEqual(outcome, { records: 3, checkpoints: 1, missing: [seeded(4), seeded(5)] });

  const to = createRecordStore(target);
  const [failed, first, second] = [1, 2, 3].map((seed) => to.read(specificationHash(seeded(seed))));
  assert.equal(failed?.status, 'failed');
  assert.deepEqual(first, finished(2));
  const { reconstruction, responses, readout, ...rest } = second as FinishedRecord;
  const { reconstruction: pictures, responses: predicted, readout: _masks, ...original } = finished(3);
  assert.deepEqual(rest, original);
  assert.deepEqual(reconstruction, { ...pictures, exampleIndices: [], examples: { shape: [0, 32, 32], float32: '' } });
  assert.deepEqual(responses, { ...predicted, predictions: { shape: [0, 3], float32: '' } });
  assert.equal(readout, null);
  assert.equal(to.readWeights(specificationHash(seeded(2))), undefined);
  assert.notEqual(to.readWeights(specificationHash(seeded(3))), undefined);
  assert.equal(readFileSync(join(target, 'index.csv'), 'utf8').trim().split('\n').length, 4);
});

test('records that are there are kept where that is asked for, and become light when a lower seed arrives', async () => {
  const from = createRecordStore(join(folder, 'local'));
  const to = createRecordStore(join(folder, 'committed'));
  const scored = (seed: number, mse: number): FinishedRecord => ({ ...finished(seed), summary: { ...finished(seed).summary, mse } });
  await to.write(scored(2, 0.25));
  await from.write(scored(2, 0.5));
  await from.write(scored(1, 0.75));
  const keeps = (_: unknown, isFirstSeed: boolean): RecordParts => (isFirstSeed ? whole : light);
  const read = (seed: number): FinishedRecord => to.read(specificationHash(seeded(seed))) as FinishedRecord;

  assert.equal((await publishRecords([1, 2].map(seeded), from, to.folder, { keeps, keepsPresent: true })).records, 1);
  assert.deepEqual([1, 2].map((seed) => [read(seed).summary.mse, read(seed).readout === null]), [[0.75, false], [0.25, true]]);

  await publishRecords([1, 2].map(seeded), from, to.folder, { keeps });
  assert.equal(read(2).summary.mse, 0.5);
});
