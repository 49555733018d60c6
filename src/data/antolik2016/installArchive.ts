import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import yauzl from 'yauzl';
import { UserError } from '../../errors';
import { readableError } from '../../writeWhole';
import { download, request, sizeIn, type DownloadWords } from '../download';
import { makeFolder } from '../makeFolder';
import { sizeOf } from '../ndArray';
import { differentFiles } from '../publishedFiles';
import type { Manifest } from './manifest';

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

const wordsOf = ({ url, article }: Manifest): DownloadWords => ({
  what: 'the archive',
  byHand:
    `fetch the archive ${url}, a supplement of ${article}, by hand and pass it with ` +
    '--archive FILE',
});

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
  const words = wordsOf(manifest);
  let wasThere = false;
  const isThere = async (): Promise<boolean> =>
    (wasThere ||= (await differentFiles(folder, manifest.files)).length === 0);
  if (!(await isThere()) && archive === undefined) {
    const response = await request(url, 'HEAD', words);
    if (!(await confirm(new URL(response.url).host, sizeIn(response)))) return 'declined';
  }
  const make = async (empty: string): Promise<void> => {
    if (archive !== undefined)
      return unpackArchive(path.resolve(archive), empty, manifest, onStage);
    const downloaded = `${empty}.zip`;
    onStage('downloading');
    await download(url, downloaded, words, onProgress);
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
