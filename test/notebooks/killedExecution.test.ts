import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { knowsFamilies, startFamily, survivors } from '../long/processes';
import { writeNotebook } from './notebookFile';

test('a kernel in the middle of a computation ends with the Python that executes the notebook, even where that is killed', {
  skip: !knowsFamilies && 'Linux only',
  timeout: 120_000,
}, async () => {
  const notebook = writeNotebook('busy', [
    "require('fs').writeFileSync('busy', ''); const end = Date.now() + 100000; while " +
      '(Date.now() < end);',
  ]);
  const busy = path.join(path.dirname(notebook), 'busy');
  const family = startFamily('test/long/notebookProcess.ts', [
    notebook,
    path.join(path.dirname(notebook), 'executed'),
  ]);
  while (!existsSync(busy) && family.child.exitCode === null) await sleep(100);
  for (const id of family.members('execute.py')) process.kill(id, 'SIGKILL');
  assert.notEqual((await family.end).status, 0);
  assert.deepEqual(await survivors(family, 10_000), []);
});
