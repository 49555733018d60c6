import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, afterEach, test } from 'node:test';
import { UserError } from '../../src/errors';
import { save } from '../../src/figures/save';
import { createRecordStore } from '../../src/runs/recordStore';
import { trainRuns } from '../../src/runs/trainRuns';
import { runCli } from '../cli/runCli';
import { writeTinyFolder } from '../cli/tinyFolder';
import { fakeWorkerScript } from './fakePool';
import { seeded } from './tinyRun';
import { saveTarget } from '../figures/saveTarget';

let folder: string;
let disk: string;
const mount = (...parameters: string[]): Buffer =>
  execFileSync('mount', [...parameters, disk], { stdio: 'pipe' });
const specifications = Array.from({ length: 8 }, (_, seed) => seeded(seed + 1));
const pool = (workers = 2) =>
  trainRuns(specifications, {
    store: createRecordStore(join(disk, 'records')),
    data: { name: 'tiny' },
    workers,
    workerScript: fakeWorkerScript,
  });

/** Whether this user may mount a file system of some hundred kilobytes. */
function whyNot(): string | false {
  const trial = mkdtempSync(join(tmpdir(), 'mount-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=400k', 'none', trial], { stdio: 'ignore' });
    execFileSync('umount', [trial]);
    return false;
  } catch {
    return 'a small file system can be mounted by root on Linux only';
  } finally {
    rmSync(trial, { recursive: true });
  }
}
const skip = whyNot();

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'disk-'));
  process.env.FAKE_WORKER_FOLDER = folder;
  disk = join(folder, 'disk');
  mkdirSync(disk);
  await writeTinyFolder(join(folder, 'tiny'));
});
after(() => rmSync(folder, { recursive: true }));
beforeEach(() => {
  if (skip === false) mount('-t', 'tmpfs', '-o', 'size=400k', 'none');
});
afterEach(() => {
  if (skip === false) execFileSync('umount', [disk]);
});

const sentence =
  (pattern: RegExp) =>
  (error: unknown): boolean =>
    error instanceof UserError && pattern.test(error.message);

test('a full disk ends the pool with a sentence; what was written is whole; with room again the rest is trained', {
  skip,
}, async () => {
  writeFileSync(join(disk, 'ballast'), Buffer.alloc(200_000));
  await assert.rejects(
    pool(),
    sentence(
      /^The disk is full: .* could not be written; free some space and run the same command again, finished runs are kept\.$/,
    ),
  );
  const store = createRecordStore(join(disk, 'records'), {
    onProblem: (problem) => assert.fail(problem),
  });
  const kept = store.hashes();
  assert.ok(kept.length > 0 && kept.length < specifications.length, `${kept.length} records`);
  kept.forEach((hash) => assert.notEqual(store.read(hash), undefined));
  rmSync(join(disk, 'ballast'));
  mount('-o', 'remount,size=10m');
  assert.equal((await pool()).size, specifications.length);
  assert.deepEqual(
    readdirSync(store.folder).filter(
      (name) => !/^\.|^[0-9a-f]{16}\.(json\.gz|safetensors)$/.test(name),
    ),
    [],
  );
});

test('a full disk does not leave half a table', { skip }, async () => {
  const target = saveTarget(join(disk, 'saved'));
  const content = (rows: number) => ({
    title: 'T',
    caption: 'c',
    table: Array.from({ length: rows }, (_, row) => ({ row, text: 'x'.repeat(100) })),
  });
  await save(target, 'table2', content(3));
  const earlier = readFileSync(join(disk, 'saved', 'table2.csv'));
  await assert.rejects(
    save(target, 'table2', content(5000)),
    sentence(/^The disk is full: .*table2\.csv could not be written/),
  );
  assert.deepEqual(readFileSync(join(disk, 'saved', 'table2.csv')), earlier);
  assert.deepEqual(readdirSync(join(disk, 'saved')).sort(), [
    'table2.csv',
    'table2.item.json',
    'table2.md',
  ]);
});

test('a read-only store is read; what is missing in it ends with a sentence and status 2, and nothing is trained', {
  skip,
}, async () => {
  mount('-o', 'remount,size=10m');
  await pool();
  const store = createRecordStore(join(disk, 'records'));
  const damaged = store.hashes()[0];
  writeFileSync(join(store.folder, `${damaged}.json.gz`), 'damaged');
  mount('-o', 'remount,ro');

  const problems: string[] = [];
  const readOnly = createRecordStore(store.folder, {
    onProblem: (problem) => problems.push(problem),
  });
  assert.equal(
    readOnly.hashes().filter((hash) => readOnly.read(hash) !== undefined).length,
    specifications.length - 1,
  );
  assert.equal(problems.length, 1);
  assert.match(
    problems[0],
    new RegExp(`${damaged}\\.json\\.gz is damaged and counts as missing: `),
  );
  const refused =
    /^[^\n]*\.claim could not be written because the folder is read-only for this user; make it writable and run the same command again\.$/;
  await assert.rejects(pool(), sentence(refused));

  const parameters = [
    '--data',
    join(folder, 'tiny'),
    '--region',
    '3',
    '--model',
    'CAE',
    '--preset',
    'smoke',
    '--set',
    'maxSteps=2',
  ];
  const { status, stdout, stderr } = await runCli('train', parameters, {
    DAE_NR_RECORDS: store.folder,
  });
  assert.deepEqual([status, stdout], [2, '']);
  assert.match(stderr.trim().split('\n').at(-1)!, refused);
  assert.doesNotMatch(stderr, /\n\s+at /);
});
