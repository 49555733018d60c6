import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { tryClaim } from '../src/claim';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'claim-'));
  path = join(folder, 'records', 'run.claim');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A claim as another process writes it. */
function leftBy(host: string, processId: number): string {
  return JSON.stringify({ host, process: processId, claim: 'theirs' });
}

async function writeClaim(owner: string): Promise<void> {
  await (await tryClaim(path))!();
  writeFileSync(path, owner);
}

const endedProcess = (): number => spawnSync(process.execPath, ['-e', '']).pid;

test('one has it, until it is released; nothing is left behind', async () => {
  const release = await tryClaim(path);
  assert.equal(await tryClaim(path), undefined);
  await release!();
  const again = await tryClaim(path);
  assert.notEqual(again, undefined);
  await again!();
  assert.deepEqual(readdirSync(join(folder, 'records')), []);
});

test('a claim of a process of this machine that was killed is taken over at once, by one of many', async () => {
  await writeClaim(leftBy(hostname(), endedProcess()));
  const claims = await Promise.all(Array.from({ length: 20 }, () => tryClaim(path)));
  assert.equal(claims.filter((release) => release !== undefined).length, 1);
  assert.deepEqual(readdirSync(join(folder, 'records')), ['run.claim']);
});

test('a claim of a living process, even of another user, is not', async () => {
  for (const living of [process.pid, 1]) {
    await writeClaim(leftBy(hostname(), living));
    assert.equal(await tryClaim(path), undefined);
    rmSync(path);
  }
});

const day = 86_400;
for (const [clock, skew] of [
  ['ahead', day],
  ['behind', -day],
] as const) {
  test(`a claim of another machine, whose clock is a day ${clock}, holds as long as it is renewed, and half a minute more`, async (context) => {
    let now = 0;
    context.mock.method(performance, 'now', () => now);
    await writeClaim(leftBy('elsewhere', endedProcess()));
    for (let renewal = 0; renewal < 5; renewal++) {
      utimesSync(path, new Date(), Date.now() / 1000 + skew + renewal);
      assert.equal(await tryClaim(path), undefined);
      now += 29_000;
      assert.equal(await tryClaim(path), undefined);
    }
    now += 2_000;
    const release = await tryClaim(path);
    assert.match(readFileSync(path, 'utf8'), new RegExp(`"process":${process.pid}`));
    await release!();
  });
}

test('a claim whose writer was killed before it wrote is silent, too', async (context) => {
  let now = 0;
  context.mock.method(performance, 'now', () => now);
  await writeClaim('');
  assert.equal(await tryClaim(path), undefined);
  now += 31_000;
  assert.notEqual(await tryClaim(path), undefined);
});

test('whoever lost a claim does not release that of the next', async () => {
  const release = await tryClaim(path);
  writeFileSync(path, leftBy('elsewhere', 1));
  await release!();
  assert.equal(readFileSync(path, 'utf8'), leftBy('elsewhere', 1));
});
