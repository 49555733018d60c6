import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { obtainRecord, type Trainer } from '../../src/runs/executeRun';
import { unknownDevice } from '../../src/runs/provenance';
import { createRecordStore } from '../../src/runs/recordStore';
import { recordWrites } from '../long/recordWrites';
import { startFamily } from '../long/processes';
import { seeded, tinyRegion, tinyTraining } from './tinyRun';

// The same with two `reproduce`, a notebook and real trainings is in test/long.
test('two pools and a cell that trains on one store: every run is trained once', {
  skip: process.platform !== 'linux' && 'writes are watched on Linux',
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'one-store-'));
  try {
    const store = createRecordStore(join(folder, 'records'));
    const seeds = [1, 2, 3, 4, 5, 6];
    const trainer: Trainer = {
      device: async () => unknownDevice,
      train: async () => tinyTraining(),
    };
    const writes = await recordWrites(store.folder, async () => {
      const pools = [seeds, [...seeds].reverse()].map((order) =>
        startFamily('test/runs/fakePool.ts', [store.folder, order.join(',')], {
          FAKE_WORKER_FOLDER: folder,
        }),
      );
      for (const seed of seeds)
        await obtainRecord(seeded(seed), { store, trainer, loadRegion: async () => tinyRegion });
      for (const { status, output } of await Promise.all(pools.map(({ end }) => end))) {
        assert.equal(status, 0, output);
        assert.match(output, /records 6/);
      }
    });
    assert.deepEqual(
      [...writes.keys()].sort(),
      store.hashes().map((hash) => `${hash}.json.gz`),
    );
    assert.deepEqual(
      [...writes.values()],
      seeds.map(() => 1),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});
