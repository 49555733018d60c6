import { rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { tryClaim } from '../claim';
import { UserError } from '../errors';

const pollMilliseconds = 500;
const patienceMilliseconds = 600_000;

/**
 * Lets one process at a time make a folder; what a killed process left is taken over.
 * A claim lost to a long pause of the machine costs double work only, because the rename at the end decides.
 * @param what is done to the folder, for messages: `makes the same simulation`
 * @param onWaiting told once when another process is at work
 * @returns how to release it
 * @throws UserError when the other process takes longer than ten minutes
 */
export async function lockFolder(folder: string, what: string, onWaiting: (stage: string) => void): Promise<() => Promise<void>> {
  const file = path.join(path.dirname(folder), `.${path.basename(folder)}.claim`);
  const startedAt = performance.now();
  for (let attempt = 0; performance.now() - startedAt < patienceMilliseconds; attempt++) {
    const release = await tryClaim(file);
    if (release !== undefined) return release;
    if (attempt === 0) onWaiting(`waiting for another process that ${what}`);
    await sleep(pollMilliseconds);
  }
  throw new UserError(`Another process that ${what} still holds ${folder}: try again when it has finished.`);
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
