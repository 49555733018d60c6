import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { buildRecord, failedRecord } from '../../src/runs/buildRecord';
import type { FinishedRecord } from '../../src/runs/record';
import { publishRecord, writeRecordIndex, type RecordParts } from '../../src/runs/publishRecord';
import { createRecordStore, type RecordStore } from '../../src/runs/recordStore';
import { specificationHash } from '../../src/runs/specificationHash';
import { seeded, tinyProvenance, tinyRegion, tinyTraining } from './tinyRun';

let folder: string;
let from: RecordStore;
let to: RecordStore;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'publish-'));
  from = createRecordStore(join(folder, 'local'));
  to = createRecordStore(join(folder, 'committed'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const whole: RecordParts = { checkpoint: false, pictures: true, masks: true };
const light: RecordParts = { checkpoint: true, pictures: false, masks: false };

const nameOf = (seed: number): string => specificationHash(seeded(seed));

function finished(seed: number): FinishedRecord {
  return buildRecord(seeded(seed), tinyRegion, tinyTraining(), tinyProvenance) as FinishedRecord;
}

test('a published run loses the parts that are not wanted and keeps its scores; an index lists all', async () => {
  await from.write(failedRecord(seeded(1), 'diverged', 'NaN', tinyProvenance));
  await from.write(finished(2), tinyTraining().weights);
  await from.write(finished(3), tinyTraining().weights);
  await publishRecord(seeded(1), from, to, light);
  await publishRecord(seeded(2), from, to, whole);
  await publishRecord(seeded(3), from, to, light);

  assert.equal(to.read(nameOf(1))?.status, 'failed');
  assert.deepEqual(to.read(nameOf(2)), finished(2));
  const { reconstruction, readout, ...rest } = to.read(nameOf(3)) as FinishedRecord;
  const { reconstruction: pictures, readout: _masks, ...original } = finished(3);
  assert.deepEqual(rest, original);
  assert.deepEqual(reconstruction, {
    ...pictures,
    exampleIndices: [],
    examples: { shape: [0, 32, 32], float32: '' },
  });
  assert.equal(readout, null);
  assert.equal(to.readWeights(nameOf(2)), undefined);
  assert.notEqual(to.readWeights(nameOf(3)), undefined);

  await writeRecordIndex(to);
  const [header, ...lines] = readFileSync(join(to.folder, 'index.csv'), 'utf8').trim().split('\n');
  assert.deepEqual(
    lines.map((line) => line.split(',').length),
    [1, 2, 3].map(() => header.split(',').length),
  );
  assert.ok(
    lines.some((line) => /^[0-9a-f]{16},"tiny",1,CAE-FR2,IR,all,smoke,3,finished,/.test(line)),
  );
  assert.match(
    header,
    /^hash,dataset,region,model,task,neurons,preset,seed,status,mse,psnr,ssim,pcc,/,
  );
});

test('a record that is there stays as it is; a crashed or missing run is not published', async () => {
  const scored = (mse: number): FinishedRecord => ({
    ...finished(1),
    summary: { ...finished(1).summary, mse },
  });
  await to.write(scored(0.25));
  await from.write(scored(0.5));
  await from.write(failedRecord(seeded(2), 'crashed', 'killed', tinyProvenance));
  for (const seed of [1, 2, 3]) {
    await publishRecord(seeded(seed), from, to, whole);
  }
  assert.deepEqual(to.hashes(), [nameOf(1)]);
  assert.equal((to.read(nameOf(1)) as FinishedRecord).summary.mse, 0.25);
});

test('weights are added to a record that is there if they are those of the same training only', async () => {
  const other = { ...finished(1), summary: { ...finished(1).summary, mse: 0.5 } };
  for (const [present, isGiven] of [[other, false] as const, [finished(1), true] as const]) {
    const shipped = createRecordStore(join(folder, `shipped-${isGiven}`));
    await shipped.write(present);
    await from.write(finished(1), tinyTraining().weights);
    await publishRecord(seeded(1), from, shipped, light);
    assert.equal(shipped.readWeights(nameOf(1)) !== undefined, isGiven);
    assert.deepEqual(shipped.read(nameOf(1)), present);
  }
});
