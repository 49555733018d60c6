import { createWriteStream } from 'node:fs';
import { readFile, rename, rm, stat } from 'node:fs/promises';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { UserError } from '../../errors';
import { writeWhole } from '../../writeWhole';

export interface DownloadOptions {
  readonly onProgress?: (received: number, total: number | undefined) => void;
  /** Seconds to wait before each renewed attempt after a cut connection. */
  readonly pauses?: readonly number[];
}

const DEFAULT_PAUSES = [1, 5, 15];
// The data set unpacks to 50 MB; a stream beyond this is not its archive.
const LARGEST_ARCHIVE = 2 ** 30;

const partSchema = z.object({ url: z.string(), validator: z.string() });

/** @throws UserError when it is no http or https address. */
function requireHttp(url: string): URL {
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) {
    throw new UserError(`"${url}" is not an http or https address.`);
  }
  return new URL(url);
}

/** A fetch whose network errors name the host. */
async function request(url: URL, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { redirect: 'follow', ...init, headers: { 'accept-encoding': 'identity', ...init.headers } });
  } catch (error) {
    const { cause, message } = error as Error;
    throw new UserError(`${url.host} could not be reached (${cause instanceof Error ? cause.message : message}): try again later, or fetch the archive by hand and pass it with --archive FILE.`);
  }
}

/** What a status that is no success ends with. */
function refuseStatus(response: Response): UserError {
  return new UserError(`${response.url} answered with status ${response.status} instead of the archive: fetch it by hand and pass it with --archive FILE, or another address with --url.`);
}

/**
 * Asks for address and size without fetching anything.
 * @returns the address after all redirects; the size in bytes, undefined where the server does not tell.
 * @throws UserError when the server cannot be reached or has no such file.
 */
export async function inspectArchive(url: string): Promise<{ readonly url: string; readonly size: number | undefined }> {
  const response = await request(requireHttp(url), { method: 'HEAD' });
  // Some servers answer GET only.
  const knowsHead = ![403, 405, 501].includes(response.status);
  if (knowsHead && !response.ok) {
    throw refuseStatus(response);
  }
  const length = response.ok ? response.headers.get('content-length') : null;
  return { url: response.url, size: length === null ? undefined : Number(length) };
}

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

/** One attempt. @returns how the server ended it before the end; undefined when the file is complete. */
async function attemptDownload(url: URL, partFile: string, noteFile: string, onProgress: NonNullable<DownloadOptions['onProgress']>): Promise<string | undefined> {
  const part = await readPart(noteFile, partFile, url.href);
  const response = await request(url, part === undefined ? {} : { headers: { range: `bytes=${part.offset}-`, 'if-range': part.validator } });
  const { start, total } = placeOf(response);
  const continues = response.status === 206 && part !== undefined && start === part.offset;
  if (response.status === 416 || (response.status === 206 && !continues)) {
    await response.body?.cancel();
    await rm(partFile, { force: true });
    return 'by refusing to continue it';
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
    return `after ${received} bytes (${message})`;
  }
  return total !== undefined && received < total ? `after ${received} bytes (${total - received} bytes are missing)` : undefined;
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
    const ended = await attemptDownload(address, partFile, noteFile, onProgress);
    if (ended === undefined) {
      break;
    }
    if (attempt >= pauses.length) {
      throw new UserError(`${address.host} ended the download ${ended}: the same command continues it.`);
    }
    await pause(pauses[attempt] * 1000);
  }
  await rename(partFile, file);
  await rm(noteFile, { force: true });
}
