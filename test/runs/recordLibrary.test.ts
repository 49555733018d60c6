import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { buildRecord } from '../../src/runs/buildRecord';
import type { RunRecord } from '../../src/runs/record';
import { createRecordLibrary } from '../../src/runs/recordLibrary';
import { createRecordStore, type RecordStore } from '../../src/runs/recordStore';
import { specificationHash } from '../../src/runs/specificationHash';
import { seeded, tinyProvenance, tinyRegion, tinyTraining } from './tinyRun';

let folder: string;
let local: RecordStore;
let committed: RecordStore;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'library-'));
  local = createRecordStore(join(folder, 'local'));
  committed = createRecordStore(join(folder, 'committed'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function recordOf(seed: number, place: string): RunRecord {
  return buildRecord(seeded(seed), tinyRegion, tinyTraining({ validation: seed }), {
    ...tinyProvenance,
    device: place,
  });
}

async function fill(store: RecordStore, seeds: readonly number[]): Promise<void> {
  for (const seed of seeds) {
    await store.write(
      recordOf(seed, basename(store.folder)),
      seed === 1 ? tinyTraining().weights : undefined,
    );
  }
}

test('a record comes from the local store first', async () => {
  await fill(local, [1]);
  await fill(committed, [1, 2]);
  const library = createRecordLibrary('simulated', { local, committed });
  assert.deepEqual(
    [1, 2, 3].map((seed) => library.find(seeded(seed))),
    [recordOf(1, 'local'), recordOf(2, 'committed'), undefined],
  );
});

test('committed records alone, on wish', async () => {
  await fill(local, [1]);
  await fill(committed, [2]);
  const library = createRecordLibrary('simulated', { local, committed, committedOnly: true });
  assert.equal(library.find(seeded(1)), undefined);
  assert.deepEqual(library.find(seeded(2)), recordOf(2, 'committed'));
});

test('weights are found where a store keeps them', async () => {
  await fill(local, [2]);
  await fill(committed, [1]);
  const library = createRecordLibrary('simulated', { local, committed });
  assert.deepEqual(library.weights(specificationHash(seeded(1))), tinyTraining().weights);
  assert.equal(library.weights(specificationHash(seeded(2))), undefined);
});
