import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import yauzl, { type Entry } from 'yauzl';
import { UserError } from '../../errors';
import { sizeOf } from '../ndArray';
import type { Manifest, ManifestFile } from './manifest';

// The published archive has some dozens of entries; more than this is not it.
const MOST_ENTRIES = 10_000;
const LARGEST_NPY_HEADER = 10_012;
const UNIX_TYPE = 0o170000;
const UNIX_REGULAR = 0o100000;

/** Upper bound on the bytes of a file: its numbers in double precision and a header. */
export function largestSizeOf({ shape }: ManifestFile): number {
  return sizeOf(shape) * 8 + LARGEST_NPY_HEADER;
}

function isRegularFile(entry: Entry): boolean {
  const unixType = (entry.externalFileAttributes >>> 16) & UNIX_TYPE;
  return unixType === 0 || unixType === UNIX_REGULAR;
}

/**
 * Takes the files of the manifest, and nothing else, out of a zip archive, wherever `.../Data/<path>` lies in it.
 * Only paths of the manifest are ever written; an archive with entries outside its own folder, links, encrypted or
 * oversized files is refused as a whole.
 * @param folder existing and empty.
 * @throws UserError when the archive is no zip, damaged, hostile, or lacks files.
 */
export async function unpackArchive(archive: string, folder: string, manifest: Manifest, onFile: (file: string) => void = () => {}): Promise<void> {
  const refuse = (reason: string): UserError => new UserError(`${archive} ${reason}: fetch it again from ${manifest.article}.`);
  const zip = await yauzl.openPromise(archive, { autoClose: false }).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ENOENT' ? new UserError(`There is no archive ${archive}: fetch it from ${manifest.article}.`) : refuse(`is not a readable zip archive (${error.message})`);
  });
  try {
    if (zip.entryCount > MOST_ENTRIES) {
      throw refuse(`claims ${zip.entryCount} entries, far more than the data set has`);
    }
    const wanted = new Map(manifest.files.map((file) => [`/Data/${file.path}`, file]));
    const taken = new Set<string>();
    // yauzl refuses absolute names and `..` while it lists the entries.
    for await (const entry of zip.eachEntry()) {
      const suffix = /\/Data\/[^/]+\/[^/]+$/.exec(`/${entry.fileName}`)?.[0];
      const file = suffix === undefined ? undefined : wanted.get(suffix);
      if (file === undefined) {
        continue;
      }
      if (taken.has(file.path)) {
        throw refuse(`holds ${file.path} twice`);
      }
      if (!isRegularFile(entry)) {
        throw refuse(`holds ${entry.fileName} as a link instead of a file`);
      }
      if (entry.uncompressedSize > largestSizeOf(file)) {
        throw refuse(`claims ${entry.uncompressedSize} bytes for ${entry.fileName}, more than the data set has`);
      }
      taken.add(file.path);
      const target = path.join(folder, file.path);
      await mkdir(path.dirname(target), { recursive: true });
      await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(target, { flags: 'wx' }));
      onFile(file.path);
    }
    const missing = manifest.files.filter((file) => !taken.has(file.path)).map((file) => file.path);
    if (missing.length > 0) {
      throw refuse(`lacks ${missing.join(', ')}`);
    }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    // System errors (a full disk) carry an upper-case code; zlib's and yauzl's are about the archive.
    throw error instanceof UserError || /^E[A-Z]+$/.test(code ?? '') ? error : refuse(`is damaged (${message})`);
  } finally {
    zip.close();
  }
}
