import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { DATA_FOLDER, REGION_FILES } from '../../src/data/layout';
import { goodRegion, withFolder, writeRegion } from '../data/regionFolder';
import { runCli } from './runCli';

test('a good folder is described, and what it lacks for training is named', async () => {
  await withFolder(async (folder) => {
    await writeRegion(folder, 1, goodRegion());
    const good = await runCli('data', ['check', folder]);
    assert.equal(good.status, 0, good.stderr);
    assert.match(
      good.stdout,
      /my-recordings \(real\), fingerprint [0-9a-f]{64}\nregion 1: 3 neurons, 6 training images, 4 test images, 2 trials\n  pixels: 0 to 255 [^\n]*\n(?:  [^\n]+\n)+All of it can be trained on\.\n/,
    );
    await rm(path.join(folder, 'region1', REGION_FILES.trainingImages));
    const incomplete = await runCli('data', ['check', folder]);
    assert.equal(incomplete.status, 2);
    assert.match(incomplete.stdout, /region 1: 3 neurons, no training images, 4 test images/);
    assert.match(incomplete.stderr, /^[^\n]*lacks region1\/training_inputs\.npy[^\n]*\n$/);
  });
});

test('mistakes end as one sentence and status 2, without a stack', async () => {
  await withFolder(async (folder) => {
    const mistakes: [string[], RegExp][] = [
      [['check', path.join(folder, 'none')], /There is no folder/],
      [['simulated', '--seed', '2'], /--folder DIR/],
      [['simulated', '--neurons', 'many'], /positive integer/],
      [['somewhere'], /unknown command/],
    ];
    // Where the recordings are installed these commands have nothing to do.
    if (!existsSync(path.join(DATA_FOLDER, 'antolik2016'))) {
      mistakes.push([
        ['antolik2016', '--archive', path.join(folder, 'none.zip')],
        /There is no archive .*none\.zip/,
      ]);
      mistakes.push([
        ['antolik2016', '--url', 'http://127.0.0.1:9/', '--yes'],
        /could not be reached .*--archive FILE/,
      ]);
    }
    for (const [parameters, reason] of mistakes) {
      const { status, stderr } = await runCli('data', parameters);
      assert.equal(status, 2, `${parameters.join(' ')}: ${stderr}`);
      assert.match(stderr, reason);
      assert.doesNotMatch(stderr, /\n\s+at /);
    }
  });
});

test('help shows the layout, and a simulation goes to any folder', async () => {
  const help = await runCli('data', ['--help']);
  assert.equal(help.status, 0);
  for (const file of Object.values(REGION_FILES)) {
    assert.ok(help.stdout.includes(file));
  }
  await withFolder(async (parent) => {
    const folder = path.join(parent, 'another');
    const { status, stdout, stderr } = await runCli('data', [
      'simulated',
      '--neurons',
      '2',
      '--seed',
      '3',
      '--folder',
      folder,
    ]);
    assert.equal(status, 0, stderr);
    assert.match(stdout, /use it with --data/);
    const checked = await runCli('data', ['check', folder]);
    assert.match(checked.stdout, /another \(simulated\)/);
    assert.match(
      checked.stdout,
      /region 3: 2 neurons, 1800 training images, 50 test images, 12 trials/,
    );
  });
});
