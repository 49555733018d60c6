import { createWriteStream } from 'node:fs';
import { readFile, rename, rm, stat } from 'node:fs/promises';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { UserError } from '../../errors';
import { writeWhole } from '../../writeWhole';
import { refuseStatus, request, requireHttp } from './remoteArchive';

export interface DownloadOptions {
  readonly onProgress?: (received: number, total: number | undefined) => void;
  /** Seconds to wait before each renewed attempt after a cut connection. */
  readonly pauses?: readonly number[];
}

const DEFAULT_PAUSES = [1, 5, 15];
// The data set unpacks to 50 MB; a stream beyond this is not its archive.
const LARGEST_ARCHIVE = 2 ** 30;

const partSchema = z.object({ url: z.string(), validator: z.string() });

/** What tells that the file on the server is still the one whose beginning we have; weak tags may not be used for ranges. */
function validatorOf(response: Response): string | undefined {
  const tag = response.headers.get('etag');
  return tag !== null && !tag.startsWith('W/') ? tag : (response.headers.get('last-modified') ?? undefined);
}

async function readPart(noteFile: string, partFile: string, url: string): Promise<{ offset: number; validator: string } | undefined> {
  try {
    const note = partSchema.parse(JSON.parse(await readFile(noteFile, 'utf8')));
    const { size } = await stat(partFile);
    return note.url === url && size > 0 ? { offset: size, validator: note.validator } : undefined;
  } catch {
    return undefined;
  }
}

/** Where an answer's bytes begin and how many the whole file has. */
function placeOf(response: Response): { start: number; total: number | undefined } {
  if (response.status === 206) {
    const range = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(response.headers.get('content-range') ?? '');
    return range === null ? { start: NaN, total: undefined } : { start: Number(range[1]), total: range[2] === '*' ? undefined : Number(range[2]) };
  }
  const length = response.headers.get('content-length');
  return { start: 0, total: length === null ? undefined : Number(length) };
}

type Attempt = { readonly state: 'complete' | 'restart' } | { readonly state: 'cut'; readonly received: number; readonly reason: string };

async function attemptDownload(url: URL, partFile: string, noteFile: string, onProgress: NonNullable<DownloadOptions['onProgress']>): Promise<Attempt> {
  const part = await readPart(noteFile, partFile, url.href);
  const response = await request(url, part === undefined ? {} : { headers: { range: `bytes=${part.offset}-`, 'if-range': part.validator } });
  const { start, total } = placeOf(response);
  const continues = response.status === 206 && part !== undefined && start === part.offset;
  if (response.status === 416 || (response.status === 206 && !continues)) {
    await response.body?.cancel();
    await rm(partFile, { force: true });
    return { state: 'restart' };
  }
  if (!response.ok || response.body === null) {
    await response.body?.cancel();
    throw refuseStatus(response);
  }
  if (!continues) {
    const validator = validatorOf(response);
    await (validator === undefined ? rm(noteFile, { force: true }) : writeWhole(noteFile, JSON.stringify({ url: url.href, validator })));
  }
  let received = start;
  const meter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      received += chunk.length;
      onProgress(received, total);
      done(received > LARGEST_ARCHIVE ? new UserError(`${url.href} sends more than ${LARGEST_ARCHIVE} bytes, far more than the data set has: check the address.`) : null, chunk);
    },
  });
  try {
    await pipeline(response.body as ReadableStream<Uint8Array>, meter, createWriteStream(partFile, { flags: continues ? 'a' : 'w' }));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (error instanceof UserError || code === 'ENOSPC') {
      throw error;
    }
    return { state: 'cut', received, reason: message };
  }
  return total !== undefined && received < total ? { state: 'cut', received, reason: `${total - received} bytes are missing` } : { state: 'complete' };
}

/**
 * Fetches an archive into a file, continuing where an earlier, interrupted attempt ended if the server still has the same file.
 * @param file written whole at the end; until then `file.part` and `file.part.json` lie beside it.
 * @throws UserError when the server cannot be reached, has no such file, or cuts the connection again and again.
 */
export async function downloadArchive(url: string, file: string, { onProgress = () => {}, pauses = DEFAULT_PAUSES }: DownloadOptions = {}): Promise<void> {
  const address = requireHttp(url);
  const partFile = `${file}.part`;
  const noteFile = `${partFile}.json`;
  for (let attempt = 0; ; attempt++) {
    const result = await attemptDownload(address, partFile, noteFile, onProgress);
    if (result.state === 'complete') {
      break;
    }
    if (attempt >= pauses.length) {
      const how = result.state === 'cut' ? `after ${result.received} bytes (${result.reason})` : 'by refusing to continue it';
      throw new UserError(`${address.host} ended the download ${how}: the same command continues it.`);
    }
    await pause(pauses[attempt] * 1000);
  }
  await rename(partFile, file);
  await rm(noteFile, { force: true });
}
