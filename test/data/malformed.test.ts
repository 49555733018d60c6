import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startFamily } from '../long/processes';

// Ten thousand of each are in test/long.
test('three hundred mutations of a file for every reader: a sentence or a good file, quickly and in little memory', {
  timeout: 120_000,
}, async (context) => {
  const { child, end } = startFamily('test/long/fuzz.ts', ['300', '2']);
  context.signal.addEventListener('abort', () => child.kill('SIGKILL'));
  const { status, output } = await end;
  assert.equal(status, 0, output);
  assert.equal([...output.matchAll(/300 mutations, \d+ taken, \d+ refused, 0 faults/g)].length, 6);
});
