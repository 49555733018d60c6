import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { withSetupLock } from '../../src/setup/lock.mjs';

const newLock = () => path.join(mkdtempSync(path.join(tmpdir(), 'dae-nr-lock-')), 'setup.lock');
const lockModule = new URL('../../src/setup/lock.mjs', import.meta.url).href;

function inOtherProcess(file, body) {
  const script = `
    import { withSetupLock, noteChild } from ${JSON.stringify(lockModule)};
    import { spawn } from 'node:child_process';
    import { appendFileSync } from 'node:fs';
    import { setTimeout as wait } from 'node:timers/promises';
    await withSetupLock(async () => { ${body} }, ${JSON.stringify(file)});`;
  return spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}

test('two processes take the lock one after the other', async () => {
  const file = newLock();
  const diary = `${file}.diary`;
  const body =
    `appendFileSync(${JSON.stringify(diary)}, 'in '); await wait(300); ` +
    `appendFileSync(${JSON.stringify(diary)}, 'out ');`;
  const others = [
    inOtherProcess(file, body),
    inOtherProcess(file, body),
    inOtherProcess(file, body),
  ];
  await Promise.all(others.map((other) => once(other, 'close')));
  assert.equal(readFileSync(diary, 'utf8'), 'in out in out in out ');
  assert.equal(existsSync(file), false);
});

test('the lock of a killed process is taken over', async () => {
  const file = newLock();
  const other = inOtherProcess(file, "console.log('held'); await wait(60_000);");
  await once(other.stdout, 'data');
  other.kill('SIGKILL');
  await once(other, 'close');
  assert.equal(existsSync(file), true);
  assert.equal(await withSetupLock(async () => 'taken', file), 'taken');
});

test('what a killed process had started must end first', async () => {
  const file = newLock();
  const diary = `${file}.diary`;
  const other = inOtherProcess(
    file,
    `const child = spawn(process.execPath, ['-e', 'setTimeout(() => require("fs").appendFileSync(${JSON.stringify(diary)}, "child ended, "), 1500)'], { detached: true, stdio: 'ignore' });
     noteChild(child.pid); console.log('held'); await wait(60_000);`,
  );
  await once(other.stdout, 'data');
  other.kill('SIGKILL');
  await once(other, 'close');
  await withSetupLock(async () => appendFileSync(diary, 'taken'), file);
  assert.equal(readFileSync(diary, 'utf8'), 'child ended, taken');
});

test('a lock without a readable owner is waited for while it is young and removed when it is old', async () => {
  const file = newLock();
  writeFileSync(file, '');
  const old = new Date(Date.now() - 10_000);
  utimesSync(file, old, old);
  assert.equal(await withSetupLock(async () => 'taken', file), 'taken');
});

test('on another host only a silent minute makes a lock stale', async () => {
  const file = newLock();
  const owner = { host: `not-${hostname()}`, processes: [{ pid: process.pid, start: '' }] };
  writeFileSync(file, JSON.stringify(owner));
  const attempt = withSetupLock(async () => 'taken', file);
  assert.equal(await Promise.race([attempt, wait(600, 'waiting')]), 'waiting');
  const old = new Date(Date.now() - 61_000);
  utimesSync(file, old, old);
  assert.equal(await attempt, 'taken');
});

test('an error inside releases the lock', async () => {
  const file = newLock();
  await assert.rejects(
    withSetupLock(async () => assert.fail('inside'), file),
    /inside/,
  );
  assert.equal(existsSync(file), false);
});
