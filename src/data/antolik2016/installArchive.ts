import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import yauzl from 'yauzl';
import { UserError } from '../../errors';
import { readableError } from '../../writeWhole';
import { makeFolder } from '../makeFolder';
import { sizeOf } from '../ndArray';
import { differentFiles, type Manifest } from './manifest';

export interface InstallOptions {
  /** Where data sets are kept; the files go to `<dataFolder>/<name>/`. */
  readonly dataFolder: string;
  /** A copy that the user fetched by hand, instead of downloading. */
  readonly archive?: string | undefined;
  /** Another address than the manifest's. */
  readonly url?: string | undefined;
  /**
   * Asked before anything is downloaded; false ends it. `size` is undefined where the server does
   * not tell.
   */
  readonly confirm: (host: string, size: number | undefined) => Promise<boolean>;
  readonly onStage: (stage: string) => void;
  readonly onProgress: (received: number, total: number | undefined) => void;
}

/**
 * Brings a published data set into the data folder: downloaded, or from an archive fetched by hand;
 * every file is verified before the folder gets its name. Does nothing when all files are there and
 * unchanged.
 * @throws UserError when the archive cannot be had, is damaged or is another one; what was there
 * before stays as it was.
 */
export async function installArchive(
  manifest: Manifest,
  options: InstallOptions,
): Promise<'already there' | 'declined' | 'installed'> {
  const { dataFolder, archive, url = manifest.url, confirm, onStage, onProgress } = options;
  const folder = path.join(dataFolder, manifest.name);
  let wasThere = false;
  const isThere = async (): Promise<boolean> =>
    (wasThere ||= (await differentFiles(folder, manifest.files)).length === 0);
  if (!(await isThere()) && archive === undefined) {
    const response = await request(url, 'HEAD');
    if (!(await confirm(new URL(response.url).host, sizeIn(response)))) return 'declined';
  }
  const make = async (empty: string): Promise<void> => {
    if (archive !== undefined)
      return unpackArchive(path.resolve(archive), empty, manifest, onStage);
    const downloaded = `${empty}.zip`;
    onStage('downloading');
    await download(url, downloaded, onProgress);
    await unpackArchive(downloaded, empty, manifest, onStage).catch((error: unknown) => {
      throw error instanceof UserError
        ? new UserError(
            'The address did not deliver the published archive: ' +
              `${error.message.replace(/\.$/, '')}, and pass it with --archive FILE.`,
          )
        : error;
    });
    await rm(downloaded);
  };
  return (await makeFolder(folder, { what: 'fetches the same data set', isThere, make, onStage }))
    ? 'installed'
    : 'already there';
}

/**
 * More than an archive of such recordings has: a server that sends on and on does not fill the
 * disk.
 */
const mostBytes = 4 * 1024 ** 3;
const byHand = 'fetch the archive by hand and pass it with --archive FILE';

/** @throws UserError for what is no web address and for a server that cannot be reached */
async function request(url: string, method: 'HEAD' | 'GET'): Promise<Response> {
  if (!/^https?:/i.test(url) || !URL.canParse(url))
    throw new UserError(`"${url}" is not an http or https address.`);
  return fetch(url, { method, headers: { 'accept-encoding': 'identity' } }).catch(
    ({ cause, message }: Error) => {
      throw new UserError(
        `${new URL(url).host} could not be reached ` +
          `(${cause instanceof Error ? cause.message : message}): try again later, or ` +
          `${byHand}.`,
      );
    },
  );
}

function sizeIn({ ok, headers }: Response): number | undefined {
  return ok ? Number(headers.get('content-length')) || undefined : undefined;
}

/**
 * @throws UserError when the server cannot be reached, has no such file, or ends before the file
 * does
 */
async function download(
  url: string,
  file: string,
  onProgress: InstallOptions['onProgress'],
): Promise<void> {
  const response = await request(url, 'GET');
  if (!response.ok || response.body === null) {
    await response.body?.cancel();
    throw new UserError(
      `${response.url} answered with status ${response.status} instead of the archive: ` +
        `${byHand}, or another address with --url.`,
    );
  }
  let received = 0;
  async function* counted(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      received += chunk.length;
      if (received > mostBytes) throw new Error('more than the archive can have');
      onProgress(received, sizeIn(response));
      yield chunk;
    }
  }
  await pipeline(response.body, counted, createWriteStream(file)).catch(
    (error: NodeJS.ErrnoException) => {
      throw error.syscall === 'write'
        ? readableError(error, file)
        : new UserError(
            `${new URL(response.url).host} ended the download after ${received} bytes ` +
              `(${error.message}): try again, or ${byHand}.`,
          );
    },
  );
}

const MOST_HEADER_BYTES = 10_000;

/**
 * Takes the files of the manifest, and nothing else, out of a zip archive, wherever
 * `.../Data/<path>` lies in it; only paths of the manifest are ever written, and yauzl refuses
 * names outside the archive's own folder.
 * @param folder existing and empty
 * @throws UserError when the archive is no zip, damaged, or has other files than were published
 */
export async function unpackArchive(
  archive: string,
  folder: string,
  { files, article }: Manifest,
  onStage: (stage: string) => void,
): Promise<void> {
  const refuse = (reason: string): UserError =>
    new UserError(`${archive} ${reason}: fetch it again from ${article}.`);
  const zip = await yauzl
    .openPromise(archive, { autoClose: false })
    .catch((error: NodeJS.ErrnoException) => {
      throw error.code === 'ENOENT'
        ? new UserError(`There is no archive ${archive}: fetch it from ${article}.`)
        : refuse(`is not a readable zip archive (${error.message})`);
    });
  try {
    for await (const entry of zip.eachEntry()) {
      const file = files.find((wanted) => `/${entry.fileName}`.endsWith(`/Data/${wanted.path}`));
      if (file === undefined) continue;
      // Its numbers in double precision and a header; yauzl refuses entries that turn out longer
      // than they claim.
      if (entry.uncompressedSize > sizeOf(file.shape) * 8 + MOST_HEADER_BYTES)
        throw refuse(
          `claims ${entry.uncompressedSize} bytes for ${entry.fileName}, more than the data ` +
            'set has',
        );
      const target = path.join(folder, file.path);
      await mkdir(path.dirname(target), { recursive: true });
      await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(target));
      onStage(`unpacked ${file.path}`);
    }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    // System errors (a full disk) carry an upper-case code; zlib's and yauzl's are about the
    // archive.
    throw error instanceof UserError || /^E[A-Z]+$/.test(code ?? '')
      ? readableError(error, folder)
      : refuse(`is damaged (${message})`);
  } finally {
    zip.close();
  }
  const different = await differentFiles(folder, files);
  if (different.length > 0) throw refuse(`lacks ${different.join(', ')} as published`);
}
