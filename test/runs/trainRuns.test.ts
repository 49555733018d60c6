import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from '../../src/errors';
import { createRecordStore, type RecordStore } from '../../src/runs/recordStore';
import { specificationHash } from '../../src/runs/specificationHash';
import { type RunEvent, trainRuns, type TrainRunsOptions } from '../../src/runs/trainRuns';
import { fakeWorkerScript } from './fakePool';
import { behaviour } from './fakeWorker';
import { seeded } from './tinyRun';

let folder: string;
let store: RecordStore;
let events: RunEvent[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pool-'));
  process.env.FAKE_WORKER_FOLDER = folder;
  store = createRecordStore(join(folder, 'records'));
  events = [];
});
afterEach(() => rmSync(folder, { recursive: true }));

function options(changes: Partial<TrainRunsOptions> = {}): TrainRunsOptions {
  return {
    store,
    data: { name: 'tiny' },
    workers: 2,
    workerScript: fakeWorkerScript,
    onEvent: (event) => events.push(event),
    ...changes,
  };
}

/** How often a training of that seed was begun, over all processes. */
function starts(seed: number): number {
  return readdirSync(folder).filter((name) => name.startsWith(`started-${seed}-`)).length;
}

function recordOf(seed: number) {
  return store.read(specificationHash(seeded(seed)));
}

test('trains what is missing in two processes, reports progress, and finds it the next time', async () => {
  const records = await trainRuns([seeded(1), seeded(2), seeded(3), seeded(2)], options());
  assert.equal(records.size, 3);
  assert.deepEqual(
    [1, 2, 3].map((seed) => recordOf(seed)?.status),
    ['finished', 'finished', 'finished'],
  );
  assert.notEqual(store.readWeights(specificationHash(seeded(1))), undefined);
  assert.equal(events.filter(({ kind }) => kind === 'progress').length, 6);
  assert.equal(
    new Set(readdirSync(folder).flatMap((name) => /^started-\d+-(\d+)$/.exec(name)?.[1] ?? []))
      .size,
    2,
  );
  assert.deepEqual(
    readdirSync(store.folder).filter((name) => name.endsWith('.claim')),
    [],
  );

  events = [];
  assert.equal((await trainRuns([seeded(1), seeded(2), seeded(3)], options())).size, 3);
  assert.deepEqual(events, []);
  await trainRuns([seeded(1)], options({ fresh: true }));
  assert.equal(events.filter(({ kind }) => kind === 'ended').length, 1);
});

test('in the order of the list, and none is started when the time is over', async () => {
  const short = seeded(1);
  const long = { ...seeded(2), hyperparameters: { ...seeded(2).hyperparameters, maxSteps: 1000 } };
  const startedSeeds = (): number[] =>
    events.flatMap((event) => (event.kind === 'started' ? event.run.specification.seed : []));
  await trainRuns([short, long], options({ workers: 1 }));
  assert.deepEqual(startedSeeds(), [1, 2]);
  assert.equal((await trainRuns([seeded(3)], options({ until: new Date() }))).size, 0);
  assert.deepEqual(startedSeeds(), [1, 2]);
});

test('a broken record counts as missing and is replaced', async () => {
  await trainRuns([seeded(1)], options());
  writeFileSync(join(store.folder, `${specificationHash(seeded(1))}.json.gz`), 'broken');
  await trainRuns([seeded(1)], options());
  assert.equal(recordOf(1)?.status, 'finished');
});

test('a run whose worker dies is tried once more; twice makes a failed record; the others go on', async () => {
  const seeds = [behaviour.dies, behaviour.diesOnce, behaviour.throws, behaviour.diverges, 1];
  const records = await trainRuns(seeds.map(seeded), options());
  assert.equal(records.size, seeds.length);
  const outcome = (seed: number): string => {
    const record = recordOf(seed);
    return record?.status === 'failed'
      ? `${record.cause}: ${record.reason}`
      : String(record?.status);
  };
  assert.match(outcome(behaviour.dies), /^crashed: .*twice.*SIGKILL/);
  assert.equal(outcome(behaviour.diesOnce), 'finished');
  assert.match(outcome(behaviour.throws), /^crashed: .*not a tensor/);
  assert.match(outcome(behaviour.diverges), /^diverged: .*validation/);
  assert.equal(outcome(1), 'finished');
  assert.equal(events.filter(({ kind }) => kind === 'retry').length, 2);

  // Next time the crashed ones are tried again, the diverged one is not.
  events = [];
  await trainRuns(
    [behaviour.diesOnce, behaviour.throws, behaviour.diverges].map(seeded),
    options(),
  );
  assert.deepEqual(
    events.flatMap((event) => (event.kind === 'started' ? event.run.specification.seed : [])),
    [behaviour.throws],
  );
});

test('a worker that cannot start ends the pool with its reason, without failed records', async () => {
  process.env.FAKE_WORKER_CANNOT_START = '1';
  try {
    await assert.rejects(
      trainRuns([seeded(1), seeded(2), seeded(3)], options()),
      (error: Error) =>
        error instanceof UserError && /libtensorflow is missing.*doctor/.test(error.message),
    );
  } finally {
    delete process.env.FAKE_WORKER_CANNOT_START;
  }
  assert.deepEqual(store.hashes(), []);
});

test('an abort ends the workers at once and keeps what is finished', async () => {
  const controller = new AbortController();
  const records = await trainRuns(
    [seeded(1), seeded(behaviour.slow)],
    options({
      workers: 2,
      signal: controller.signal,
      onEvent: (event) => {
        if (event.kind === 'ended') {
          controller.abort();
        }
      },
    }),
  );
  assert.equal(records.size, 1);
  assert.equal(recordOf(1)?.status, 'finished');
  assert.equal(recordOf(behaviour.slow), undefined);
});

/** A pool in a process of its own and what it has printed so far. */
function spawnPool(seeds: readonly number[]): {
  readonly process: ChildProcess;
  readonly output: () => string;
} {
  const child = spawn(
    process.execPath,
    [...process.execArgv, join(__dirname, 'fakePool.ts'), store.folder, seeds.join(',')],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  let output = '';
  child.stdout.on('data', (text: Buffer) => {
    output += text.toString();
  });
  return { process: child, output: () => output };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) {
    await sleep(20);
  }
}

function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch {
    return false;
  }
}

test('kill -9 of the pool: its workers end, no half record stays, and a new pool trains only the rest', async () => {
  const first = spawnPool([1, behaviour.slow, 2]);
  await until(
    () =>
      /ended 1/.test(first.output()) &&
      /ended 2/.test(first.output()) &&
      starts(behaviour.slow) === 1,
  );
  const workers = readdirSync(folder)
    .flatMap((name) => Number(/^started-\d+-(\d+)$/.exec(name)?.[1] ?? NaN))
    .filter(Number.isFinite);
  first.process.kill('SIGKILL');
  await once(first.process, 'exit');
  await until(() => !workers.some(isAlive));
  assert.equal(recordOf(behaviour.slow), undefined);
  assert.equal(store.hashes().length, 2);

  // The dead pool's claim is still there: of two later pools one takes it over and trains, once.
  const later = [spawnPool([1, behaviour.slow, 2]), spawnPool([1, behaviour.slow, 2])];
  await Promise.all(later.map(({ process: child }) => once(child, 'exit')));
  for (const { output } of later) {
    assert.match(output(), /records 3/);
  }
  assert.equal(later.filter(({ output }) => /ended 100 us/.test(output())).length, 1);
  assert.deepEqual([starts(1), starts(2), starts(behaviour.slow)], [1, 1, 2]);
  assert.equal(
    existsSync(join(store.folder, `${specificationHash(seeded(behaviour.slow))}.claim`)),
    false,
  );
});
