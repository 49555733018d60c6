import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { UserError } from '../src/errors';
import { removeLeftovers, writeWhole } from '../src/writeWhole';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'whole-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('writes and replaces a file', async () => {
  const path = join(folder, 'a.txt');
  await writeWhole(path, 'one');
  await writeWhole(path, Buffer.from('two'));
  assert.equal(readFileSync(path, 'utf8'), 'two');
  assert.deepEqual(readdirSync(folder), ['a.txt']);
});

for (const [code, sentence] of [
  ['ENOSPC', /disk is full/],
  ['EROFS', /read-only/],
] as const) {
  test(`${code} in the middle is a sentence; the old file stays, nothing else does`, async (context) => {
    const path = join(folder, 'a.txt');
    await writeWhole(path, 'old');
    const probe = await open(path);
    const handle = Object.getPrototypeOf(probe) as {
      writeFile: (content: string) => Promise<void>;
    };
    await probe.close();
    context.mock.method(handle, 'writeFile', async () => {
      throw Object.assign(new Error(code), { code });
    });
    await assert.rejects(
      writeWhole(path, 'new'),
      (error: Error) => error instanceof UserError && sentence.test(error.message),
    );
    assert.equal(readFileSync(path, 'utf8'), 'old');
    assert.deepEqual(readdirSync(folder), ['a.txt']);
  });
}

test('only old leftovers are removed', async () => {
  const names = [
    '.a.txt.00000000-0000-0000-0000-000000000000.part',
    '.b.txt.11111111-1111-1111-1111-111111111111.part',
    'c.part',
  ];
  names.forEach((name) => writeFileSync(join(folder, name), ''));
  utimesSync(join(folder, names[0]), 0, 0);
  utimesSync(join(folder, names[2]), 0, 0);
  await removeLeftovers(folder);
  assert.deepEqual(readdirSync(folder).sort(), names.slice(1).sort());
});
