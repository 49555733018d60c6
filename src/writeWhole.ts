import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { UserError } from './errors';

const leftoverName = /^\..*\.[0-9a-f-]{36}\.part$/;
// Much longer than any file takes to be written, and than the clocks of machines that share a
// folder differ.
const leftoverAgeMilliseconds = 86_400_000;

/**
 * Where a file is written before it gets its name; what a killed process leaves there,
 * `removeLeftovers` removes.
 */
export function temporaryBeside(path: string): string {
  return join(dirname(path), `.${basename(path)}.${randomUUID()}.part`);
}

/**
 * Writes a file whole or not at all, in a folder that is made where there is none: a reader, or the
 * next start after a crash, never sees half of it. (write-file-atomic 7 takes a short write on a
 * nearly full disk for success and puts the truncated file in place.)
 * @throws UserError when the disk is full or the folder cannot be written
 */
export async function writeWhole(path: string, content: Uint8Array | string): Promise<void> {
  const part = temporaryBeside(path);
  try {
    await mkdir(dirname(path), { recursive: true });
    const file = await open(part, 'wx');
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true }).catch(() => undefined);
    throw readableError(error, path);
  }
}

/**
 * Removes what killed processes left behind in a folder more than a day ago; the folder need not
 * exist.
 */
export async function removeLeftovers(folder: string): Promise<void> {
  const names = await readdir(folder).catch((): string[] => []);
  for (const name of names.filter((entry) => leftoverName.test(entry))) {
    const path = join(folder, name);
    // Another process may have removed it in between.
    const age = await stat(path).then(
      ({ mtimeMs }) => Date.now() - mtimeMs,
      () => 0,
    );
    // In a folder that cannot be written they are in nobody's way.
    if (age > leftoverAgeMilliseconds) await rm(path, { force: true }).catch(() => undefined);
  }
}

/** A full disk and a folder that cannot be written as a sentence for the user. */
export function readableError(error: unknown, path: string): unknown {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new UserError(
        `The disk is full: ${path} could not be written; free some space and run the same ` +
          'command again, finished runs are kept.',
      );
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new UserError(
        `${path} could not be written because the folder is read-only for this user; make it ` +
          'writable and run the same command again.',
      );
    default:
      return error;
  }
}
