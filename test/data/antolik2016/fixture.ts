import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Manifest } from '../../../src/data/antolik2016/manifest';
import { encodeNpy } from '../../../src/data/npy';
import { sequence } from '../../oracles/sequence';
import { zipOf, type ZipEntry } from './zipOf';

const shapes = {
  'region1/training_set.npy': [60, 30],
  'region1/validation_set.npy': [5, 3],
  'region2/training_set.npy': [40, 20],
};

/** Three small files in place of the published ones. */
export const contents = new Map(
  Object.entries(shapes).map(([name, shape]) => [
    name,
    encodeNpy(shape, sequence(shape[0] * shape[1], shape[0]), 'f8'),
  ]),
);

/** The published archive in small: the files in a folder, beside others. */
export const goodEntries: readonly ZipEntry[] = [
  { name: 'S1/README', content: Buffer.from('read me') },
  ...Array.from(contents, ([name, content]) => ({
    name: `S1/Data/${name}`,
    content,
    deflate: true,
  })),
  { name: 'S1/code/run.py', content: Buffer.from('print(1)') },
];
export const goodArchive = zipOf(goodEntries);

export function manifestFor(url: string): Manifest {
  return {
    name: 'small',
    citation: 'Nobody (2016)',
    licence: 'CC BY 4.0',
    article: 'https://example.org/article',
    url,
    files: Array.from(contents, ([name, content]) => ({
      path: name,
      gitBlobSha1: createHash('sha1')
        .update(`blob ${content.length}\0`)
        .update(content)
        .digest('hex'),
      shape: shapes[name as keyof typeof shapes],
    })),
  };
}

/** Runs a test with an empty folder and a server on this machine. */
export async function withServer(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
  body: (url: string, folder: string, requests: readonly IncomingMessage[]) => Promise<void>,
): Promise<void> {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const folder = await mkdtemp(path.join(tmpdir(), 'install-'));
  try {
    await body(
      `http://127.0.0.1:${(server.address() as AddressInfo).port}/supplement`,
      folder,
      requests,
    );
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await rm(folder, { recursive: true, force: true });
  }
}

/** Serves a file whole, or its size to HEAD. */
export function serve(archive: Buffer, request: IncomingMessage, response: ServerResponse): void {
  response.setHeader('content-length', archive.length);
  response.end(request.method === 'HEAD' ? undefined : archive);
}
