import { rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { check, lock } from 'proper-lockfile';
import { UserError } from '../errors';

/**
 * Lets one process at a time make a folder; a lock that a killed process left is taken over after a quarter of a minute.
 * A lock lost to a long pause of the machine costs double work only, because the rename at the end decides.
 * @param what is done to the folder, for messages: `makes the same simulation`
 * @param onWaiting told once when another process has the lock
 * @returns how to release it
 * @throws UserError when the other process takes longer than ten minutes
 */
export async function lockFolder(folder: string, what: string, onWaiting: (stage: string) => void): Promise<() => Promise<void>> {
  const options = { realpath: false, lockfilePath: path.join(path.dirname(folder), `.${path.basename(folder)}.lock`), stale: 15_000 };
  if (await check(folder, options)) {
    onWaiting(`waiting for another process that ${what}`);
  }
  const release = await lock(folder, { ...options, retries: { retries: 1200, factor: 1, minTimeout: 500 }, onCompromised: () => {} }).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ELOCKED' ? new UserError(`Another process that ${what} still holds ${folder}: try again when it has finished.`) : error;
  });
  return () => release().catch(() => {});
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
