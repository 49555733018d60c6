import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { test } from 'node:test';
import { makeFolder, type FolderMaker } from '../../src/data/makeFolder';
import { withFolder } from './regionFolder';

/** Makes a folder with one file that holds a version, and counts how often. */
function countingMaker(folder: string, version: string): FolderMaker & { count: () => number } {
  let count = 0;
  const file = path.join(folder, 'version');
  return {
    count: () => count,
    what: 'makes the same',
    onStage: () => {},
    isThere: async () => existsSync(file) && (await readFile(file, 'utf8')) === version,
    make: async (empty) => {
      count += 1;
      await pause(50);
      await writeFile(path.join(empty, 'version'), version);
    },
  };
}

test('a folder is made once, and replaced where it holds something else', async () => {
  await withFolder(async (parent) => {
    const folder = path.join(parent, 'deeper', 'made');
    const first = countingMaker(folder, '1');
    assert.equal(await makeFolder(folder, first), true);
    assert.equal(await makeFolder(folder, first), false);
    assert.equal(first.count(), 1);
    await writeFile(path.join(folder, 'old'), '');
    assert.equal(await makeFolder(folder, countingMaker(folder, '2')), true);
    assert.deepEqual(await readdir(folder), ['version']);
    assert.deepEqual(await readdir(path.dirname(folder)), ['made']);
  });
});

test('of several that ask at once, one makes it and the others wait', async () => {
  await withFolder(async (parent) => {
    const folder = path.join(parent, 'made');
    const maker = countingMaker(folder, '1');
    assert.deepEqual((await Promise.all([1, 2, 3].map(() => makeFolder(folder, maker)))).sort(), [
      false,
      false,
      true,
    ]);
    assert.equal(maker.count(), 1);
    assert.deepEqual(await readdir(parent), ['made']);
  });
});

test('what fails leaves no folder and the old content, and what a killed process left is removed', async () => {
  await withFolder(async (parent) => {
    const folder = path.join(parent, 'made');
    const maker = countingMaker(folder, '2');
    const failing: FolderMaker = {
      ...maker,
      make: async (empty) => {
        await writeFile(path.join(empty, 'half'), '');
        throw new Error('no space left');
      },
    };
    await assert.rejects(makeFolder(folder, failing), /no space left/);
    assert.deepEqual(await readdir(parent), []);
    await makeFolder(folder, countingMaker(folder, '1'));
    await assert.rejects(makeFolder(folder, failing), /no space left/);
    assert.equal(await readFile(path.join(folder, 'version'), 'utf8'), '1');
    await mkdir(path.join(parent, '.made.making-killed', 'made'), { recursive: true });
    await makeFolder(folder, maker);
    assert.deepEqual(await readdir(parent), ['made']);
    // Killed when the folder had its name already.
    await mkdir(path.join(parent, '.made.making-killed', 'replaced'), { recursive: true });
    assert.equal(await makeFolder(folder, maker), false);
    assert.equal(maker.count(), 1);
    assert.deepEqual(await readdir(parent), ['made']);
  });
});
