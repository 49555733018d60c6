import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { descriptionFile } from '../../src/data/description';
import { openDataset } from '../../src/data/dataset';
import { DESCRIPTION_FILE } from '../../src/data/layout';
import { wordsFor } from '../../src/data/words';
import { UserError } from '../../src/errors';
import { captionOf } from '../../src/paper/caption';
import { goodRegion, withFolder, writeRegion } from './regionFolder';

/** Opens a good folder with this dataset.json, or with none. */
async function identityWith(description?: string) {
  let identity: Awaited<ReturnType<typeof openDataset>>['identity'] | undefined;
  await withFolder(async (folder) => {
    await writeRegion(folder, 1, goodRegion());
    if (description !== undefined)
      await writeFile(path.join(folder, DESCRIPTION_FILE), description);
    ({ identity } = await openDataset(folder));
  });
  return identity!;
}

test('recordings that say nothing about themselves have neutral words', async () => {
  assert.deepEqual(wordsFor(await identityWith()), {
    unit: 'region',
    units: 'regions',
    neurons: 'recorded neurons',
    data: 'responses of recorded neurons to images (data set my-recordings)',
  });
});

test('a data set describes itself: captions use its words and say whose its hyper-parameters are', async () => {
  const dataset = await identityWith(descriptionFile('cowley2023'));
  assert.deepEqual(wordsFor(dataset), {
    unit: 'session',
    units: 'sessions',
    neurons: 'macaque V4 neurons',
    data:
      'spike counts of macaque V4 neurons to grey natural images ' +
      '(Cowley, Stan, Pillow & Smith 2023)',
  });
  assert.match(captionOf({ dataset }, []), /^Spike counts of macaque V4 neurons to .*\.$/);
});

test('the simulation keeps the words under its committed results', () => {
  const dataset = { name: 'simulated', kind: 'simulated', fingerprint: 'f00d' } as const;
  assert.equal(
    captionOf({ dataset }, []),
    'Simulated images and simulated V1 responses, not recordings.',
  );
});

test('words do not change the fingerprint, the range of the pixels does', async () => {
  const { fingerprint } = await identityWith();
  assert.equal((await identityWith('{"area": "V2"}')).fingerprint, fingerprint);
  assert.notEqual((await identityWith('{"pixels": [0, 255]}')).fingerprint, fingerprint);
});

test('a mistake in dataset.json ends in one sentence that names the keys', async () => {
  for (const [text, reason] of [
    ['{"areas": "V1"}', /areas/],
    ['{"area": ""}', /area: /],
    ['{"pixels": [255, 0]}', /pixels: the lowest possible pixel comes first/],
    ['{"pixels": [0]}', /pixels/],
    ['[]', /expected object/],
    ['{', /it is not JSON/],
  ] as const)
    await assert.rejects(
      identityWith(text),
      (error: unknown) =>
        error instanceof UserError &&
        /^[^\n]*dataset\.json is wrong: [^\n]*; it may have area, .*hyperparameters\.$/.test(
          error.message,
        ) &&
        reason.test(error.message),
      text,
    );
});
