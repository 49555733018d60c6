import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { UserError } from '../errors';
import { readableError } from '../writeWhole';

/** What the messages about a download say. */
export interface DownloadWords {
  /** What is fetched: `the archive`. */
  readonly what: string;
  /** The way without a download: `fetch the archive by hand and pass it with --archive FILE`. */
  readonly byHand: string;
}

/**
 * More than an archive of such recordings has: a server that sends on and on does not fill the
 * disk.
 */
const mostBytes = 4 * 1024 ** 3;

/** @throws UserError for what is no web address and for a server that cannot be reached */
export async function request(
  url: string,
  method: 'HEAD' | 'GET',
  { byHand }: DownloadWords,
): Promise<Response> {
  if (!/^https?:/i.test(url) || !URL.canParse(url))
    throw new UserError(`"${url}" is not an http or https address.`);
  return fetch(url, { method, headers: { 'accept-encoding': 'identity' } }).catch(
    ({ cause, message }: Error) => {
      throw new UserError(
        `${new URL(url).host} could not be reached (${cause instanceof Error ? cause.message : message}): try again later, or ${byHand}.`,
      );
    },
  );
}

/** The size that a server announces; undefined where it tells none or has no such file. */
export function sizeIn({ ok, headers }: Response): number | undefined {
  return ok ? Number(headers.get('content-length')) || undefined : undefined;
}

/**
 * Downloads one file.
 * @throws UserError when the server cannot be reached, has no such file, or ends before the file
 * does
 */
export async function download(
  url: string,
  file: string,
  words: DownloadWords,
  onProgress: (received: number, total: number | undefined) => void,
): Promise<void> {
  const { what, byHand } = words;
  const response = await request(url, 'GET', words);
  if (!response.ok || response.body === null) {
    await response.body?.cancel();
    throw new UserError(
      `${response.url} answered with status ${response.status} instead of ${what}: ${byHand}, or another address with --url.`,
    );
  }
  let received = 0;
  async function* counted(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      received += chunk.length;
      if (received > mostBytes) throw new Error(`more than ${what} can have`);
      onProgress(received, sizeIn(response));
      yield chunk;
    }
  }
  await pipeline(response.body, counted, createWriteStream(file)).catch(
    (error: NodeJS.ErrnoException) => {
      throw error.syscall === 'write'
        ? readableError(error, file)
        : new UserError(
            `${new URL(response.url).host} ended the download after ${received} bytes (${error.message}): try again, or ${byHand}.`,
          );
    },
  );
}
