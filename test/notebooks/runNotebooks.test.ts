import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { NotebookError, type Executed, type NotebookExecution } from '../../src/notebooks/executeNotebook';
import { runNotebooks } from '../../src/notebooks/runNotebooks';

const notebooks = ['00-setup-and-data.ipynb', '04-dae-nr.ipynb', '05-reconstruction.ipynb', '06-similarity.ipynb'];
let folder: string;
let outputFolder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'notebooks-'));
  outputFolder = join(folder, 'out');
});
afterEach(() => rmSync(folder, { recursive: true }));

test('three at a time; a failing one is named, the others go on', async () => {
  let running = 0;
  let most = 0;
  const execute = async ({ notebook, output, env }: NotebookExecution): Promise<Executed> => {
    assert.deepEqual([env, dirname(output)], [{ DAE_NR_OPTIONS: '{}' }, join(outputFolder, 'notebooks')]);
    most = Math.max(most, ++running);
    await sleep(20);
    running -= 1;
    if (notebook.includes('05')) {
      throw new NotebookError(notebook, { event: 'failure', reason: 'the cell threw', message: 'RangeError: no', cell: 3, line: 'const x = 1;' });
    }
    return { event: 'done', seconds: 1, slowest: [1, 1] };
  };
  const events: string[] = [];
  const failures = await runNotebooks({ notebooks, outputFolder, env: { DAE_NR_OPTIONS: '{}' }, execute, onEvent: (notebook, { event }) => events.push(`${event} ${notebook}`) });
  assert.equal(most, 3);
  assert.equal(failures.length, 1);
  assert.match(failures[0], /^05-reconstruction\.ipynb, cell 3 \("const x = 1;"\): the cell threw\nRangeError: no$/);
  assert.deepEqual(events.sort(), ['done 00-setup-and-data.ipynb', 'done 04-dae-nr.ipynb', 'done 06-similarity.ipynb', 'failure 05-reconstruction.ipynb']);
});

test('an error of ours is not taken for a failing notebook', async () => {
  const execute = async (): Promise<never> => {
    throw new TypeError('our mistake');
  };
  await assert.rejects(runNotebooks({ notebooks, outputFolder, env: {}, execute, onEvent: () => undefined }), TypeError);
});
