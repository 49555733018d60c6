import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { NotebookExecution } from '../../src/notebooks/executeNotebook';
import { NotebookError } from '../../src/notebooks/notebookError';
import type { ReproduceRequest } from '../../src/reproduce/reproduceRequest';
import { notebookEnvironment, runNotebooks, wantedNotebooks } from '../../src/reproduce/runNotebooks';
import { tinyDataset } from '../runs/tinyRun';

let folder: string;
let request: ReproduceRequest;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'notebooks-'));
  ['05-reconstruction.ipynb', '06-similarity.ipynb', '00-setup-and-data.ipynb', 'notes.txt'].forEach((name) => writeFileSync(join(folder, name), ''));
  request = {
    data: { name: './my-data', rectify: true },
    dataset: { ...tinyDataset, folder: '/data/my-data' },
    context: { dataset: tinyDataset.identity, regions: [1], preset: 'smoke', seeds: [1, 2] },
    items: undefined,
    fromRecords: false,
    fresh: false,
    workers: 1,
    outputFolder: join(folder, 'out'),
  };
});
afterEach(() => rmSync(folder, { recursive: true }));

test('all notebooks, or those of the wanted items', () => {
  assert.deepEqual(wantedNotebooks(undefined, folder), ['00-setup-and-data.ipynb', '05-reconstruction.ipynb', '06-similarity.ipynb']);
  assert.deepEqual(wantedNotebooks(['table4'], folder), ['06-similarity.ipynb']);
  assert.deepEqual(wantedNotebooks(['table2', 'figure2'], folder), ['05-reconstruction.ipynb']);
});

test('a notebook learns data, preset, seeds and output through its environment', () => {
  const environment = notebookEnvironment(request);
  assert.deepEqual(
    [environment.DAE_NR_DATA, environment.DAE_NR_PRESET, environment.DAE_NR_SEEDS, environment.DAE_NR_FROM_RECORDS, environment.DAE_NR_RECTIFY],
    ['/data/my-data', 'smoke', '2', '0', '1'],
  );
  const simulated = { ...request, data: { name: 'simulated', neurons: 400 }, dataset: { ...tinyDataset, identity: { ...tinyDataset.identity, name: 'simulated-400' } } };
  assert.equal(notebookEnvironment(simulated).DAE_NR_DATA, 'simulated-400');
});

test('two at a time; a failing one is named, the others go on', async () => {
  let running = 0;
  let most = 0;
  const execute = async ({ notebook, output }: NotebookExecution): Promise<{ cells: number; seconds: number }> => {
    most = Math.max(most, ++running);
    await sleep(20);
    running -= 1;
    if (notebook.includes('05')) {
      throw new NotebookError(notebook, 'the cell threw', 3, 'const x = 1;', 'RangeError: no');
    }
    writeFileSync(output, '');
    return { cells: 1, seconds: 1 };
  };
  const events: string[] = [];
  const failures = await runNotebooks(request, { folder, execute, onEvent: ({ kind, notebook }) => events.push(`${kind} ${notebook}`) });
  assert.equal(most, 2);
  assert.equal(failures.length, 1);
  assert.match(failures[0], /^05-reconstruction\.ipynb, cell 3 \("const x = 1;"\): the cell threw\nRangeError: no$/);
  assert.deepEqual(events.sort(), ['done 00-setup-and-data.ipynb', 'done 06-similarity.ipynb', 'failed 05-reconstruction.ipynb']);
  assert.ok(existsSync(join(request.outputFolder, 'notebooks', '06-similarity.ipynb')));
});

test('an error of ours is not taken for a failing notebook', async () => {
  const execute = async (): Promise<never> => {
    throw new TypeError('our mistake');
  };
  await assert.rejects(runNotebooks(request, { folder, execute }), TypeError);
});
