import { rename, rm } from 'node:fs/promises';
import path from 'node:path';

/** Where the process that makes a folder claims it. */
export function folderClaim(folder: string): string {
  return path.join(path.dirname(folder), `.${path.basename(folder)}.claim`);
}

/**
 * Removes a folder, if there is one, without a moment in which others see it half empty.
 * @param aside where it goes first, beside it; anything there is removed too
 */
export async function removeAtOnce(folder: string, aside: string): Promise<void> {
  await rm(aside, { recursive: true, force: true });
  await rename(folder, aside).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') {
      throw error;
    }
  });
  await rm(aside, { recursive: true, force: true });
}
