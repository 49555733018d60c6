import writeFileAtomic from 'write-file-atomic';
import { UserError } from '../errors';

/**
 * Writes a file whole or not at all: a reader, or the next start after a crash, never sees half of it.
 * @throws UserError when the disk is full or the folder cannot be written.
 */
export async function writeWhole(path: string, content: Buffer | string): Promise<void> {
  try {
    await writeFileAtomic(path, content);
  } catch (error) {
    throw readableError(error, path);
  }
}

function readableError(error: unknown, path: string): unknown {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new UserError(`The disk is full: ${path} could not be written; free some space and run the same command again, finished runs are kept.`);
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new UserError(`${path} could not be written because the folder is read-only for this user; make it writable and run the same command again.`);
    default:
      return error;
  }
}
