import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

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
