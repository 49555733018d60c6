import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import {
  installMobilenet,
  type NetworkOptions,
} from '../../../src/data/mobilenetV1/installMobilenet';
import { mobilenetV1 } from '../../../src/data/mobilenetV1/publishedNetwork';
import { UserError } from '../../../src/errors';
import { serve, withServer } from '../localServer';

const contents = new Map(
  ['model.json', 'group1-shard1of1', 'group2-shard1of1'].map((name) => [
    name,
    Buffer.from(`the content of ${name}`),
  ]),
);
const files = Array.from(contents, ([name, content]) => ({
  path: name,
  bytes: content.length,
  sha256: createHash('sha256').update(content).digest('hex'),
}));
const nameIn = (url: string | undefined): string => path.basename(url!);

/** With a user who agrees to everything and looks at nothing. */
const install = (
  parent: string,
  url: string,
  options: Partial<NetworkOptions> = {},
): ReturnType<typeof installMobilenet> =>
  installMobilenet(files, {
    ...{ folder: path.join(parent, 'network'), url },
    confirm: async () => true,
    onStage: () => {},
    onProgress: () => {},
    ...options,
  });

const refused =
  (reason: RegExp) =>
  (error: unknown): boolean =>
    error instanceof UserError && reason.test(error.message);

test('files are announced, downloaded and verified; a damaged one is fetched again', async () => {
  await withServer(
    (request, response) => serve(contents.get(nameIn(request.url))!, request, response),
    async (url, parent, requests) => {
      const told: unknown[] = [];
      const confirm: NetworkOptions['confirm'] = async (host, size) => told.push(host, size) > 0;
      assert.equal(await install(parent, url, { confirm: async () => false }), 'declined');
      assert.ok(requests.every(({ method }) => method === 'HEAD'));
      assert.equal(await install(parent, url, { confirm }), 'installed');
      const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
      assert.deepEqual(told, [new URL(url).host, { files: 3, bytes, unknown: 0 }]);
      assert.deepEqual(await readdir(parent), ['network'], 'downloads are removed');
      const before = requests.length;
      assert.equal(await install(parent, url), 'already there');
      assert.equal(requests.length, before);
      const file = path.join(parent, 'network/group1-shard1of1');
      await writeFile(file, 'damaged');
      assert.equal(await install(parent, url), 'installed');
      assert.deepEqual(await readFile(file), contents.get('group1-shard1of1'));
    },
  );
});

test('a cut connection ends in a sentence, and the next command goes on; other files are refused', async () => {
  let [downloads, isChanged] = [0, false];
  await withServer(
    (request, response) => {
      const content = contents.get(nameIn(request.url))!;
      if (request.method === 'GET' && ++downloads === 2) {
        response.writeHead(200, { 'content-length': content.length });
        response.write(content.subarray(0, 5), () => setTimeout(() => response.destroy(), 50));
      } else serve(isChanged ? Buffer.from('else') : content, request, response);
    },
    async (url, parent, requests) => {
      await assert.rejects(
        install(parent, url),
        refused(/ended the download after 5 bytes .*--archive FOLDER/),
      );
      const before = requests.length;
      assert.equal(await install(parent, url), 'installed');
      assert.ok(requests.slice(before).every((request) => nameIn(request.url) !== 'model.json'));
      isChanged = true;
      await assert.rejects(
        install(path.join(parent, 'other'), url),
        refused(/did not deliver model\.json as published: .*--archive FOLDER/),
      );
    },
  );
});

test('files fetched by hand are taken without a request; what lacks one is refused', async () => {
  await withServer(
    (_request, response) => response.end(),
    async (url, parent, requests) => {
      const archive = path.join(parent, 'by-hand');
      await mkdir(archive);
      for (const [name, content] of contents) {
        await assert.rejects(install(parent, url, { archive }), refused(/lacks .* as published/));
        await writeFile(path.join(archive, name), content);
      }
      assert.equal(await install(parent, url, { archive }), 'installed');
      assert.equal(requests.length, 0);
    },
  );
});

test('the real list ends with block 12, and holds nothing without a checksum', () => {
  const { files: published } = mobilenetV1;
  assert.ok(
    published.length > 50 && published.every(({ sha256 }) => /^[0-9a-f]{64}$/.test(sha256)),
  );
  assert.ok(published.every(({ bytes }) => bytes! > 0));
});
