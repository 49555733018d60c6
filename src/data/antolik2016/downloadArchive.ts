import { createWriteStream } from 'node:fs';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { UserError } from '../../errors';
import { readableError } from '../../writeWhole';

/** More than an archive of such recordings has: a server that sends on and on does not fill the disk. */
const mostBytes = 4 * 1024 ** 3;
const byHand = 'fetch the archive by hand and pass it with --archive FILE';

/** @throws UserError for what is no web address and for a server that cannot be reached */
async function request(url: string, method: 'HEAD' | 'GET'): Promise<Response> {
  if (!/^https?:/i.test(url) || !URL.canParse(url)) throw new UserError(`"${url}" is not an http or https address.`);
  return fetch(url, { method, headers: { 'accept-encoding': 'identity' } }).catch(({ cause, message }: Error) => {
    throw new UserError(`${new URL(url).host} could not be reached (${cause instanceof Error ? cause.message : message}): try again later, or ${byHand}.`);
  });
}

function sizeIn({ ok, headers }: Response): number | undefined {
  return ok ? Number(headers.get('content-length')) || undefined : undefined;
}

/** Host after all redirects, and size in bytes where the server tells it before it sends anything. */
export async function inspectArchive(url: string): Promise<{ readonly host: string; readonly size: number | undefined }> {
  const response = await request(url, 'HEAD');
  return { host: new URL(response.url).host, size: sizeIn(response) };
}

/** @throws UserError when the server cannot be reached, has no such file, or ends before the file does */
export async function downloadArchive(url: string, file: string, onProgress: (received: number, total: number | undefined) => void): Promise<void> {
  const response = await request(url, 'GET');
  if (!response.ok || response.body === null) {
    await response.body?.cancel();
    throw new UserError(`${response.url} answered with status ${response.status} instead of the archive: ${byHand}, or another address with --url.`);
  }
  let received = 0;
  const meter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      received += chunk.length;
      onProgress(received, sizeIn(response));
      done(received > mostBytes ? new Error('more than the archive can have') : null, chunk);
    },
  });
  await pipeline(response.body as ReadableStream<Uint8Array>, meter, createWriteStream(file)).catch((error: NodeJS.ErrnoException) => {
    throw error.syscall === 'write' ? readableError(error, file) : new UserError(`${new URL(response.url).host} ended the download after ${received} bytes (${error.message}): try again, or ${byHand}.`);
  });
}
