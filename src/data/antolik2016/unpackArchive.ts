import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import yauzl from 'yauzl';
import { UserError } from '../../errors';
import { readableError } from '../../writeWhole';
import { sizeOf } from '../ndArray';
import { differentFiles, type Manifest } from './manifest';

const MOST_HEADER_BYTES = 10_000;

/**
 * Takes the files of the manifest, and nothing else, out of a zip archive, wherever `.../Data/<path>` lies in it; only paths of the manifest are ever
 * written, and yauzl refuses names outside the archive's own folder.
 * @param folder existing and empty
 * @throws UserError when the archive is no zip, damaged, or has other files than were published
 */
export async function unpackArchive(archive: string, folder: string, { files, article }: Manifest, onFile: (file: string) => void): Promise<void> {
  const refuse = (reason: string): UserError => new UserError(`${archive} ${reason}: fetch it again from ${article}.`);
  const zip = await yauzl.openPromise(archive, { autoClose: false }).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ENOENT' ? new UserError(`There is no archive ${archive}: fetch it from ${article}.`) : refuse(`is not a readable zip archive (${error.message})`);
  });
  try {
    for await (const entry of zip.eachEntry()) {
      const file = files.find((wanted) => `/${entry.fileName}`.endsWith(`/Data/${wanted.path}`));
      if (file === undefined) continue;
      // Its numbers in double precision and a header; yauzl refuses entries that turn out longer than they claim.
      if (entry.uncompressedSize > sizeOf(file.shape) * 8 + MOST_HEADER_BYTES) throw refuse(`claims ${entry.uncompressedSize} bytes for ${entry.fileName}, more than the data set has`);
      const target = path.join(folder, file.path);
      await mkdir(path.dirname(target), { recursive: true });
      await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(target));
      onFile(file.path);
    }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    // System errors (a full disk) carry an upper-case code; zlib's and yauzl's are about the archive.
    throw error instanceof UserError || /^E[A-Z]+$/.test(code ?? '') ? readableError(error, folder) : refuse(`is damaged (${message})`);
  } finally {
    zip.close();
  }
  const different = await differentFiles(folder, files);
  if (different.length > 0) throw refuse(`lacks ${different.join(', ')} as published`);
}
