import assert from 'node:assert/strict';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { executeNotebooks } from '../../src/notebooks/executeNotebooks';
import { optionsVariable } from '../../src/paper/options';
import { writeTinyFolder } from '../cli/tinyFolder';
import { writeNotebook } from './notebookFile';
import { readmeCode } from './readmeCode';

const scratch = path.resolve(__dirname, '../../.cache');

test('the code of the README runs as it is printed, in the kernel', async () => {
  assert.ok(readmeCode.cells.length > 0);
  const notebook = writeNotebook('readme', readmeCode.cells, [], scratch);
  const folder = path.dirname(notebook);
  try {
    await writeTinyFolder(path.join(folder, 'tiny'));
    const failures = await executeNotebooks({
      notebooks: [notebook],
      outputFolder: path.join(folder, 'executed'),
      env: { [optionsVariable]: JSON.stringify({ data: path.join(folder, 'tiny') }) },
      timeoutSeconds: 300,
    });
    assert.deepEqual(failures, []);
    const executed = readFileSync(path.join(folder, 'executed/readme.ipynb'), 'utf8');
    assert.match(executed, /neuron +PCC/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
