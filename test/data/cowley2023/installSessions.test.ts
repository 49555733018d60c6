import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';
import { test } from 'node:test';
import { installSessions, type SessionOptions } from '../../../src/data/cowley2023/installSessions';
import type { Session } from '../../../src/data/cowley2023/sessions';
import { openDataset } from '../../../src/data/dataset';
import { COLOUR_FILES } from '../../../src/data/layout';
import { UserError } from '../../../src/errors';
import { serve, withServer } from '../localServer';
import { zipOf } from '../zipOf';
import { goodEntries, sessionOf } from './tinySession';

const [first, second] = [sessionOf(210101), sessionOf(210102)];
const upstream = new Map([...first.upstream, ...second.upstream]);
const prefix = '/supplement';

/** Serves the files of the repository below the address of the tests. */
function answer(request: IncomingMessage, response: ServerResponse): void {
  const content = upstream.get(request.url!.slice(prefix.length));
  if (content === undefined) response.writeHead(404).end('not found');
  else serve(content, request, response);
}

type Place = Pick<SessionOptions, 'url'> & { readonly parent: string };

/** With a user who agrees to everything and looks at nothing. */
const install = (
  sessions: readonly Session[],
  { parent, url }: Place,
  options: Partial<SessionOptions> = {},
): ReturnType<typeof installSessions> =>
  installSessions(sessions, {
    ...{ folder: path.join(parent, 'v4'), url, testImages: 4 },
    confirm: async () => true,
    onStage: () => {},
    onProgress: () => {},
    ...options,
  });

const namesIn = async (...parts: readonly string[]): Promise<string[]> =>
  (await readdir(path.join(...parts))).sort();

async function assertRefused(
  installation: Promise<unknown>,
  parent: string,
  reason: RegExp,
): Promise<void> {
  await assert.rejects(
    installation,
    (error: unknown) => error instanceof UserError && reason.test(error.message),
    String(reason),
  );
  assert.ok(!(await readdir(parent)).includes('v4'), 'no folder is left behind');
}

test('sessions are announced, downloaded, verified and converted; a second time nothing is asked for', async () => {
  await withServer(answer, async (url, parent, requests) => {
    const told: unknown[] = [];
    const outcome = await install(
      [first.session, second.session],
      { parent, url },
      {
        confirm: async (host, size) => {
          told.push(
            host,
            size,
            requests.every(({ method }) => method === 'HEAD'),
          );
          return true;
        },
      },
    );
    assert.ok(outcome !== 'declined');
    assert.deepEqual([...outcome.keys()], [210101, 210102]);
    const bytes = [...upstream.values()].reduce((sum, { length }) => sum + length, 0);
    assert.deepEqual(told, [new URL(url).host, { files: 6, bytes, unknown: 0 }, true]);
    assert.deepEqual(await namesIn(parent), ['v4'], 'downloads are removed');
    assert.deepEqual(await namesIn(parent, 'v4'), ['dataset.json', 'region210101', 'region210102']);
    const dataset = await openDataset(path.join(parent, 'v4'));
    assert.deepEqual(dataset.regions, [210101, 210102]);
    const before = requests.length;
    assert.deepEqual(
      await install([first.session], { parent, url }),
      new Map(),
      'nothing is installed again',
    );
    assert.equal(requests.length, before);
  });
});

test('nothing is downloaded when the user declines', async () => {
  await withServer(answer, async (url, parent, requests) => {
    assert.equal(
      await install([first.session], { parent, url }, { confirm: async () => false }),
      'declined',
    );
    assert.ok(requests.every(({ method }) => method === 'HEAD'));
    assert.deepEqual(await namesIn(parent), []);
  });
});

test('a later session leaves those that are there alone; a damaged one is made again', async () => {
  await withServer(answer, async (url, parent) => {
    await install([first.session], { parent, url });
    const file = path.join(parent, 'v4/region210101/training_set.npy');
    const [content, { mtimeMs }] = [await readFile(file), await stat(file)];
    await install([second.session], { parent, url });
    assert.equal((await stat(file)).mtimeMs, mtimeMs);
    await writeFile(file, 'damaged');
    await install([first.session, second.session], { parent, url });
    assert.deepEqual(await readFile(file), content);
  });
});

test('images in colour are added to an installation without them, and no run gets another name', async () => {
  await withServer(answer, async (url, parent) => {
    await install([first.session], { parent, url });
    const folder = path.join(parent, 'v4/region210101');
    const { identity } = await openDataset(path.join(parent, 'v4'));
    const colours = Object.values(COLOUR_FILES);
    const source = JSON.parse(await readFile(path.join(folder, 'source.json'), 'utf8'));
    source.files = source.files.filter(
      (file: { path: string }) => !(colours as string[]).includes(file.path),
    );
    await writeFile(path.join(folder, 'source.json'), JSON.stringify(source));
    for (const name of colours) await rm(path.join(folder, name));
    assert.deepEqual((await openDataset(path.join(parent, 'v4'))).identity, identity);
    await install([first.session], { parent, url });
    assert.deepEqual((await openDataset(path.join(parent, 'v4'))).identity, identity);
    for (const name of colours) assert.ok((await namesIn(folder)).includes(name));
  });
});

test('redirects are followed', async () => {
  await withServer(
    (request, response) => {
      const [, elsewhere] = /^\/elsewhere(.*)/.exec(request.url!) ?? [];
      if (elsewhere === undefined)
        response.writeHead(302, { location: `/elsewhere${request.url}` }).end();
      else answer(Object.assign(request, { url: elsewhere }), response);
    },
    async (url, parent) => {
      await install([first.session], { parent, url });
      assert.deepEqual(await namesIn(parent, 'v4'), ['dataset.json', 'region210101']);
    },
  );
});

test('a cut connection ends in a sentence, and the next command goes on after the files it has', async () => {
  let downloads = 0;
  await withServer(
    (request, response) => {
      const content = upstream.get(request.url!.slice(prefix.length))!;
      if (request.method === 'GET' && ++downloads === 2) {
        response.writeHead(200, { 'content-length': content.length });
        response.write(content.subarray(0, 100), () => setTimeout(() => response.destroy(), 50));
      } else {
        answer(request, response);
      }
    },
    async (url, parent, requests) => {
      await assertRefused(
        install([first.session], { parent, url }),
        parent,
        /ended the download after 100 bytes .*--archive FOLDER/,
      );
      const before = requests.length;
      await install([first.session], { parent, url });
      const images = [...first.upstream.keys()][0];
      assert.ok(requests.slice(before).every((request) => !request.url!.endsWith(images)));
      assert.deepEqual(await namesIn(parent), ['v4']);
    },
  );
});

test('truncated and changed files, missing pages and unreachable servers end with the way by hand', async () => {
  const changes: [string, (content: Buffer) => Buffer][] = [
    ['truncated', (content) => content.subarray(0, -10)],
    ['changed', (content) => Buffer.concat([content.subarray(0, -1), Buffer.of(1)])],
    ['a web page', () => Buffer.from('<!doctype html>')],
  ];
  for (const [what, change] of changes) {
    await withServer(
      (request, response) =>
        serve(change(upstream.get(request.url!.slice(prefix.length))!), request, response),
      async (url, parent) =>
        assertRefused(
          install([first.session], { parent, url }),
          parent,
          /did not deliver .*images_210101\.zip as published: .*--archive FOLDER/,
        ).catch((error: unknown) => assert.fail(`${what}: ${String(error)}`)),
    );
  }
  await withServer(
    (_request, response) => response.writeHead(404).end('not found'),
    async (url, parent) => {
      await assertRefused(
        install([first.session], { parent, url }),
        parent,
        /status 404 instead of .*images_210101\.zip: .*--archive FOLDER/,
      );
      await assertRefused(
        install([first.session], { parent, url: 'http://127.0.0.1:9/x' }),
        parent,
        /127\.0\.0\.1:9 could not be reached .*--archive FOLDER/,
      );
      await assertRefused(
        install([first.session], { parent, url: 'file:///etc' }),
        parent,
        /not an http or https address/,
      );
    },
  );
});

test('an archive with a way out of its folder is refused, and nothing is left outside', async () => {
  const { session, upstream: files } = sessionOf(
    210103,
    zipOf([...goodEntries, { ...goodEntries[3], name: '../../image13.jpg' }]),
  );
  await withServer(
    (request, response) => serve(files.get(request.url!.slice(prefix.length))!, request, response),
    async (url, parent) => {
      await assertRefused(install([session], { parent, url }), parent, /invalid relative path/);
      assert.deepEqual(await namesIn(parent), ['.v4.downloads']);
    },
  );
});

/** Puts files into a folder, where the authors have them or side by side. */
async function byHand(folder: string, isFlat: boolean, without = ''): Promise<void> {
  for (const [name, content] of first.upstream) {
    if (without !== '' && name.includes(without)) continue;
    // Mean responses and single trials have one name upstream.
    const flat = name.includes('_raw') ? 'responses_210101 (1).npy' : path.basename(name);
    const target = path.join(folder, isFlat ? flat : name);
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, content);
  }
}

test('files fetched by hand are taken in any layout without a request; trials may be missing and come later', async () => {
  await withServer(answer, async (url, parent, requests) => {
    for (const isFlat of [true, false]) {
      const [archive, place] = [path.join(parent, 'by-hand'), { parent, url }];
      await byHand(archive, isFlat, 'responses_raw');
      await install([first.session], place, { archive });
      const regions = await openDataset(path.join(parent, 'v4'));
      assert.equal((await regions.loadRegion(210101)).testTrials, undefined);
      await byHand(archive, isFlat);
      await install([first.session], place, { archive });
      const withTrials = await openDataset(path.join(parent, 'v4'));
      assert.notEqual((await withTrials.loadRegion(210101)).testTrials, undefined);
      assert.deepEqual(
        withTrials.identity.regionFingerprints,
        regions.identity.regionFingerprints,
        'what was trained stays valid',
      );
      await rm(path.join(parent, 'v4'), { recursive: true });
      await rm(archive, { recursive: true });
    }
    assert.equal(requests.length, 0);
  });
});

test('a folder that lacks files, or has others, is refused and named', async () => {
  await withServer(answer, async (url, parent) => {
    const archive = path.join(parent, 'by-hand');
    const installation = (): Promise<unknown> =>
      install([first.session], { parent, url }, { archive });
    await assertRefused(installation(), parent, /There is no folder .*by-hand/);
    await byHand(archive, false, 'images');
    await assertRefused(installation(), parent, /lacks .*images_210101\.zip as published/);
    await byHand(archive, true);
    await writeFile(path.join(archive, 'images_210101.zip'), 'damaged');
    await assertRefused(installation(), parent, /lacks .*images_210101\.zip as published/);
  });
});

test('two installations at once give one good folder', async () => {
  await withServer(answer, async (url, parent) => {
    const archive = path.join(parent, 'by-hand');
    await byHand(archive, false);
    const outcomes = await Promise.all(
      [1, 2].map(() => install([first.session], { parent, url }, { archive })),
    );
    assert.deepEqual(
      outcomes.map((outcome) => (outcome === 'declined' ? -1 : outcome.size)).sort(),
      [0, 1],
    );
    assert.deepEqual(await namesIn(parent, 'v4'), ['dataset.json', 'region210101']);
  });
});
