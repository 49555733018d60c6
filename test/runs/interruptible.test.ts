import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { test } from 'node:test';

const root = path.resolve(__dirname, '../..');

/**
 * A process like the notebook kernel: its own SIGINT listener, the cell started in a vm that breaks
 * on SIGINT.
 */
const kernel = `
const vm = require('node:vm');
const { setTimeout: sleep } = require('node:timers/promises');
const { interruptible } = require(${JSON.stringify(path.join(root, 'src/runs/interruptible'))});
const say = (line) => console.log(line);
process.on('SIGINT', () => say('the kernel heard it'));
globalThis.cell = () => interruptible(async (signal) => {
  say('training');
  while (!signal.aborted) await sleep(10);
  return 'stopped and kept';
});
void (async () => {
  say(await vm.runInThisContext('cell()', { breakOnSigint: true }));
  say('cell ended');
  await sleep(5000);
})();
`;

test('an interrupt ends the work, not the process, and afterwards reaches the kernel again', {
  skip: process.platform === 'win32' && 'no SIGINT between processes',
}, async () => {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', '--input-type=commonjs', '--eval', kernel],
    { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const ended = once(child, 'exit');
  const said: string[] = [];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    for (const line of text.trim().split('\n')) {
      said.push(line);
      if (line === 'training' || line === 'cell ended') child.kill('SIGINT');
      if (line === 'the kernel heard it') child.kill('SIGKILL');
    }
  });
  await ended;
  assert.deepEqual(said, ['training', 'stopped and kept', 'cell ended', 'the kernel heard it']);
});
