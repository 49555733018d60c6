import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { installArchive, type InstallOptions } from '../../../src/data/antolik2016/installArchive';
import type { Manifest } from '../../../src/data/antolik2016/manifest';
import { UserError } from '../../../src/errors';
import { serve, withServer } from '../localServer';
import { zipOf, type ZipEntry } from '../zipOf';
import { contents, goodArchive, goodEntries, manifestFor } from './fixture';

/** With a user who agrees to everything and looks at nothing. */
const install = (
  manifest: Manifest,
  options: Pick<InstallOptions, 'dataFolder'> & Partial<InstallOptions>,
): ReturnType<typeof installArchive> =>
  installArchive(manifest, {
    confirm: async () => true,
    onStage: () => {},
    onProgress: () => {},
    ...options,
  });

async function assertInstalled(dataFolder: string): Promise<void> {
  for (const [name, content] of contents) {
    assert.deepEqual(await readFile(path.join(dataFolder, 'small', name)), content);
  }
  assert.deepEqual(await readdir(dataFolder), ['small'], 'nothing else is left behind');
}

async function assertRefused(
  installation: Promise<unknown>,
  dataFolder: string,
  reason: RegExp,
): Promise<void> {
  await assert.rejects(
    installation,
    (error: unknown) => error instanceof UserError && reason.test(error.message),
    String(reason),
  );
  assert.ok(!(await readdir(dataFolder)).includes('small'), 'no folder is left behind');
}

test('a good archive is announced, downloaded, verified and unpacked; a second time nothing is asked for', async () => {
  await withServer(
    (request, response) => serve(goodArchive, request, response),
    async (url, dataFolder, requests) => {
      const told: unknown[] = [];
      const received: number[] = [];
      const outcome = await install(manifestFor(url), {
        dataFolder,
        confirm: async (host, size) => {
          told.push(
            host,
            size,
            requests.every(({ method }) => method === 'HEAD'),
          );
          return true;
        },
        onProgress: (bytes) => received.push(bytes),
      });
      assert.equal(outcome, 'installed');
      assert.deepEqual(told, [new URL(url).host, goodArchive.length, true]);
      assert.equal(received.at(-1), goodArchive.length);
      await assertInstalled(dataFolder);
      const before = requests.length;
      assert.equal(await install(manifestFor(url), { dataFolder }), 'already there');
      assert.equal(requests.length, before);
    },
  );
});

test('nothing is downloaded when the user declines', async () => {
  await withServer(
    (request, response) => serve(goodArchive, request, response),
    async (url, dataFolder, requests) => {
      assert.equal(
        await install(manifestFor(url), { dataFolder, confirm: async () => false }),
        'declined',
      );
      assert.ok(requests.every(({ method }) => method === 'HEAD'));
      assert.deepEqual(await readdir(dataFolder), []);
    },
  );
});

test('damaged files are replaced', async () => {
  await withServer(
    (request, response) => serve(goodArchive, request, response),
    async (url, dataFolder) => {
      await install(manifestFor(url), { dataFolder });
      await writeFile(path.join(dataFolder, 'small/region1/training_set.npy'), 'damaged');
      assert.equal(await install(manifestFor(url), { dataFolder }), 'installed');
      await assertInstalled(dataFolder);
    },
  );
});

test('redirects are followed', async () => {
  await withServer(
    (request, response) => {
      if (request.url === '/supplement') {
        response.writeHead(302, { location: '/elsewhere' }).end();
      } else {
        serve(goodArchive, request, response);
      }
    },
    async (url, dataFolder) => {
      await install(manifestFor(url), { dataFolder });
      await assertInstalled(dataFolder);
    },
  );
});

test('a cut connection ends in a sentence, and the next command downloads again', async () => {
  let downloads = 0;
  await withServer(
    (request, response) => {
      if (request.method === 'GET' && downloads++ === 0) {
        response.writeHead(200, { 'content-length': goodArchive.length });
        response.write(goodArchive.subarray(0, 5000), () =>
          setTimeout(() => response.destroy(), 50),
        );
      } else {
        serve(goodArchive, request, response);
      }
    },
    async (url, dataFolder) => {
      await assertRefused(
        install(manifestFor(url), { dataFolder }),
        dataFolder,
        /ended the download after 5000 bytes .*try again/,
      );
      assert.deepEqual(await readdir(dataFolder), []);
      await install(manifestFor(url), { dataFolder });
      await assertInstalled(dataFolder);
    },
  );
});

test('missing pages, unreachable servers and other protocols end with the way by hand', async () => {
  await withServer(
    (_request, response) => response.writeHead(404).end('not found'),
    async (url, dataFolder) => {
      await assertRefused(
        install(manifestFor(url), { dataFolder }),
        dataFolder,
        /status 404 .*fetch the archive http\S+, a supplement of http.* with --archive FILE/,
      );
      await assertRefused(
        install(manifestFor(url), { dataFolder, url: 'http://127.0.0.1:9/x' }),
        dataFolder,
        /127\.0\.0\.1:9 could not be reached .*--archive FILE/,
      );
      await assertRefused(
        install(manifestFor(url), { dataFolder, url: 'file:///etc/passwd' }),
        dataFolder,
        /not an http or https address/,
      );
    },
  );
  await withServer(
    (request, response) =>
      request.method === 'HEAD'
        ? response.writeHead(405).end()
        : response.writeHead(403).end('robots'),
    async (url, dataFolder) =>
      assertRefused(
        install(manifestFor(url), { dataFolder }),
        dataFolder,
        /status 403 .*--archive FILE/,
      ),
  );
});

/** What is wrong with an archive, whichever way it came. */
const badArchives: readonly [string, Buffer, RegExp][] = [
  [
    'a web page',
    Buffer.from('<!doctype html><title>Please log in</title>'),
    /not a readable zip archive/,
  ],
  [
    'a truncated archive',
    goodArchive.subarray(0, goodArchive.length - 400),
    /not a readable zip archive/,
  ],
  [
    'an archive with ../ entries',
    zipOf([
      ...goodEntries,
      { name: '../../Data/region1/training_set.npy', content: Buffer.from('x') },
    ]),
    /is damaged \(invalid relative path/,
  ],
  [
    'an archive with absolute entries',
    zipOf([
      { name: '/tmp/Data/region1/training_set.npy', content: Buffer.from('x') },
      ...goodEntries,
    ]),
    /is damaged \(absolute path/,
  ],
  [
    'an incomplete archive',
    zipOf(goodEntries.slice(0, 2)),
    /lacks region1\/validation_set\.npy, region2\/training_set\.npy/,
  ],
  [
    'a corrupted file',
    zipOf(changed('region2/training_set.npy', (entry) => ({ content: flipped(entry.content) }))),
    /lacks region2\/training_set\.npy as published/,
  ],
  [
    'a link',
    zipOf(
      changed('region1/training_set.npy', () => ({
        content: Buffer.from('/etc/passwd'),
        mode: 0o120777,
        deflate: false,
      })),
    ),
    /lacks region1\/training_set\.npy as published/,
  ],
  [
    'a file that claims to be huge',
    zipOf(changed('region1/training_set.npy', () => ({ claimedSize: 4e9 }))),
    /claims 4000000000 bytes/,
  ],
  [
    'a file that inflates beyond its claim',
    zipOf(
      changed('region1/training_set.npy', () => ({
        content: Buffer.alloc(1e7),
        claimedSize: 14_480,
      })),
    ),
    /is damaged \(too many bytes/,
  ],
];

function changed(name: string, change: (entry: ZipEntry) => Partial<ZipEntry>): ZipEntry[] {
  return goodEntries.map((entry) =>
    entry.name.endsWith(name) ? { ...entry, ...change(entry) } : entry,
  );
}

function flipped(content: Uint8Array): Buffer {
  const copy = Buffer.from(content);
  copy[copy.length - 1] ^= 1;
  return copy;
}

for (const [what, archive, reason] of badArchives) {
  test(`${what} is refused, downloaded or by hand`, async () => {
    await withServer(
      (request, response) => serve(archive, request, response),
      async (url, dataFolder) => {
        await assertRefused(install(manifestFor(url), { dataFolder }), dataFolder, reason);
        await assertRefused(
          install(manifestFor(url), { dataFolder }),
          dataFolder,
          /did not deliver the published archive.*--archive FILE/,
        );
        assert.deepEqual(await readdir(dataFolder), [], 'a bad archive is not kept');
        const byHand = path.join(dataFolder, 'by-hand.zip');
        await writeFile(byHand, archive);
        await assertRefused(
          install(manifestFor(url), { dataFolder, archive: byHand }),
          dataFolder,
          reason,
        );
      },
    );
  });
}

test('a failed update leaves what was there', async () => {
  let archive = goodArchive;
  await withServer(
    (request, response) => serve(archive, request, response),
    async (url, dataFolder) => {
      await install(manifestFor(url), { dataFolder });
      await writeFile(path.join(dataFolder, 'small/region1/training_set.npy'), 'mine');
      archive = badArchives[6][1];
      await assert.rejects(install(manifestFor(url), { dataFolder }), UserError);
      assert.equal(
        await readFile(path.join(dataFolder, 'small/region1/training_set.npy'), 'utf8'),
        'mine',
      );
    },
  );
});

test('an archive fetched by hand is taken without any request; a missing one is named', async () => {
  await withServer(
    (_request, response) => response.writeHead(500).end(),
    async (url, dataFolder, requests) => {
      const byHand = path.join(dataFolder, 'by-hand.zip');
      await assertRefused(
        install(manifestFor(url), { dataFolder, archive: byHand }),
        dataFolder,
        /by-hand\.zip/,
      );
      await writeFile(byHand, goodArchive);
      assert.equal(await install(manifestFor(url), { dataFolder, archive: byHand }), 'installed');
      assert.equal(requests.length, 0);
    },
  );
});

test('two installations at once give one good folder', async () => {
  await withServer(
    (request, response) => serve(goodArchive, request, response),
    async (url, dataFolder) => {
      const outcomes = await Promise.all([
        install(manifestFor(url), { dataFolder }),
        install(manifestFor(url), { dataFolder }),
      ]);
      assert.deepEqual(outcomes.sort(), ['already there', 'installed']);
      await assertInstalled(dataFolder);
    },
  );
});
