import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startFamily } from './processes';

const patienceMilliseconds = 3_600_000;

test('ten thousand mutations of a file for every reader: no fault, no hang, no more memory than a small multiple of the file', {
  timeout: patienceMilliseconds,
}, async (context) => {
  const { child, end } = startFamily('test/long/fuzz.ts', ['10000', '1']);
  context.signal.addEventListener('abort', () => child.kill('SIGKILL'));
  const { status, output } = await end;
  output
    .trim()
    .split('\n')
    .forEach((line) => context.diagnostic(line));
  assert.equal(status, 0, output);
});
