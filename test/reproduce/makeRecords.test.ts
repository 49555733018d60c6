import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import type { RecordGroup } from '../../src/experiments/recordPlan';
import { makeRecords, type MakeRecordsRequest } from '../../src/reproduce/makeRecords';
import { buildRecord } from '../../src/runs/buildRecord';
import { createRecordStore, type RecordStore } from '../../src/runs/recordStore';
import { specificationHash } from '../../src/runs/specificationHash';
import { fakeWorkerScript } from '../runs/fakePool';
import { behaviour } from '../runs/fakeWorker';
import { seeded, tinyProvenance, tinyRegion, tinyTraining } from '../runs/tinyRun';

let folder: string;
let committed: string;
let store: RecordStore;
let started: number[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'records-'));
  process.env.FAKE_WORKER_FOLDER = folder;
  store = createRecordStore(join(folder, 'local'));
  committed = join(folder, 'committed');
  started = [];
});
afterEach(() => rmSync(folder, { recursive: true }));

function group(title: string, ...seeds: number[]): RecordGroup {
  return { title, specifications: seeds.map(seeded) };
}

function request(groups: readonly RecordGroup[], changes: Partial<MakeRecordsRequest> = {}): MakeRecordsRequest {
  return {
    plan: () => groups,
    committed,
    publishes: true,
    store,
    data: { name: 'tiny' },
    workers: 1,
    workerScript: fakeWorkerScript,
    onEvent: (event) => {
      if (event.kind === 'started') started.push(event.run.specification.seed);
    },
    ...changes,
  };
}

function publishedSeeds(): number[] {
  const hashes = createRecordStore(committed).hashes();
  return [...Array(120).keys()].filter((seed) => hashes.includes(specificationHash(seeded(seed))));
}

async function record(into: RecordStore, seed: number): Promise<void> {
  await into.write(buildRecord(seeded(seed), tinyRegion, tinyTraining(), tinyProvenance));
}

test('the missing runs are trained in the order of the plan and published; committed and local ones are not trained again', async () => {
  await record(createRecordStore(committed), 5);
  await record(store, 2);
  const groups = [group('first', 5, 4, behaviour.diverges), group('then', 3, 2, behaviour.throws)];
  const states = await makeRecords(request(groups));
  assert.deepEqual(started, [4, behaviour.diverges, 3, behaviour.throws]);
  assert.deepEqual(publishedSeeds(), [2, 3, 4, 5, behaviour.diverges]);
  assert.deepEqual(
    states.map(({ title, finished, failed, missing }) => [title, finished, failed, missing.length]),
    [['first', 2, 1, 0], ['then', 2, 1, 0]],
  );

  started = [];
  await makeRecords(request(groups));
  assert.deepEqual(started, [behaviour.throws], 'only the crashed run is tried again');
});

test('when the time is over no further run is started, the running one is finished and published', async () => {
  const until = new Date(Date.now() + 2000);
  const states = await makeRecords(request([group('all', behaviour.slow, 1, 2)], { until }));
  assert.deepEqual(started, [behaviour.slow]);
  assert.deepEqual(publishedSeeds(), [behaviour.slow]);
  assert.equal(states[0].missing.length, 2);
});

test('Ctrl-C drops the running run and keeps the finished ones', async () => {
  const controller = new AbortController();
  const states = await makeRecords(request([group('all', 1, behaviour.slow, 2)], {
    signal: controller.signal,
    onEvent: (event) => {
      if (event.kind === 'started' && event.run.specification.seed === behaviour.slow) controller.abort();
    },
  }));
  assert.deepEqual(publishedSeeds(), [1]);
  assert.deepEqual(states.map(({ finished, missing }) => [finished, missing.map(({ seed }) => seed)]), [[1, [behaviour.slow, 2]]]);
});

test('runs that follow from earlier results are trained too', async () => {
  const plan = (): RecordGroup[] => [group('all', 1, ...(store.read(specificationHash(seeded(1))) === undefined ? [] : [7]))];
  await makeRecords(request([], { plan }));
  assert.deepEqual(started, [1, 7]);
});

test('without publishing the committed folder stays as it is', async () => {
  await makeRecords(request([group('all', 1)], { publishes: false }));
  assert.deepEqual(readdirSync(folder).includes('committed'), false);
  assert.notEqual(store.read(specificationHash(seeded(1))), undefined);
});
