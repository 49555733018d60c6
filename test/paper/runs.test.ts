import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import type { Reproduction } from '../../src/paper/openReproduction';
import { runs } from '../../src/paper/runs';
import { openPlan, specify, type Cell } from '../../src/paper/specify';
import { failedRecord } from '../../src/runs/buildRecord';
import { createRecordLibrary } from '../../src/runs/recordLibrary';
import { createRecordStore, type RecordStore } from '../../src/runs/recordStore';
import type { RunSpecification } from '../../src/runs/specification';
import { specificationHash } from '../../src/runs/specificationHash';
import { tinyProvenance } from '../runs/tinyRun';
import { tinyRegion } from '../tinyRegion';
import { fakeRecord } from './fakeRecords';

const region = tinyRegion({ images: 12, testImages: 46 });
const cell: Cell = { region: 1, model: 'CAE', task: 'IR' };
let folder: string;
let local: RecordStore;
let committed: RecordStore;
let reproduction: Reproduction;
let wanted: RunSpecification[];

const crashed = (run: RunSpecification) =>
  failedRecord(run, 'crashed', 'The process was killed.', tinyProvenance);
const found = async (options?: { readonly train: boolean }): Promise<number[]> =>
  (await runs(reproduction, cell, options)).map(({ seed }) => seed);

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'runs-'));
  local = createRecordStore(path.join(folder, 'local'));
  committed = createRecordStore(path.join(folder, 'committed'));
  const plan = openPlan({ identity: region.dataset, regions: [1] }, 'smoke');
  const records = createRecordLibrary('simulated', { local, committed });
  const rest = { region: async () => region, fromRecords: false, retrained: new Set(), records };
  reproduction = { ...plan, ...rest } as unknown as Reproduction;
  wanted = specify(plan, cell);
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a crashed training is no run: those that come with the package are shown', async () => {
  for (const run of wanted) {
    await local.write(crashed(run));
    await committed.write(fakeRecord(run, region));
  }
  assert.deepEqual(
    await found(),
    wanted.map(({ seed }) => seed),
  );
});

test('where there are none, a crashed training is trained again, one that diverged is not', async () => {
  const [run] = wanted;
  await local.write(crashed(run));
  assert.deepEqual(await found({ train: false }), []);
  assert.deepEqual(await found(), [run.seed]);
  assert.equal(local.read(run)?.status, 'finished');
  assert.ok(local.readWeights(specificationHash(run)));
  await local.write(failedRecord(run, 'diverged', 'The loss is NaN.', tinyProvenance));
  assert.deepEqual(await found(), []);
  assert.equal(local.read(run)?.status, 'failed');
});
