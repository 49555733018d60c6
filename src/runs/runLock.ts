import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { lock } from 'proper-lockfile';

/** A lock that its holder has not renewed for this long belongs to a dead process. */
const staleAfterMilliseconds = 15_000;

/**
 * Claims a run for this process, so that two processes never train the same one.
 * @param folder the store of its record
 * @returns how to release it, or undefined while another living process has it
 */
export async function tryLockRun(folder: string, hash: string, stale = staleAfterMilliseconds): Promise<(() => Promise<void>) | undefined> {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, hash);
  try {
    const release = await lock(path, {
      realpath: false,
      stale,
      update: stale / 3,
      // After a long sleep of the machine another process may have taken over: the run is then trained twice,
      // and the second record replaces the first, whole.
      onCompromised: () => undefined,
    });
    return () => release().catch(() => undefined);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ELOCKED') return undefined;
    throw error;
  }
}

export interface WaitingOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called once when another process has the lock. */
  readonly onWaiting?: (() => void) | undefined;
}

const pollMilliseconds = 500;

/**
 * What is found, or else made by one process while the others wait and find it.
 * @param make called with the lock held, after another look
 */
export async function findOrMake<Found>(
  folder: string,
  hash: string,
  find: () => Found | undefined,
  make: () => Promise<Found>,
  { signal, onWaiting }: WaitingOptions = {},
): Promise<Found> {
  for (let attempt = 0; ; attempt++) {
    const found = find();
    if (found !== undefined) return found;
    const release = await tryLockRun(folder, hash);
    if (release !== undefined) {
      try {
        return find() ?? (await make());
      } finally {
        await release();
      }
    }
    if (attempt === 0) onWaiting?.();
    await sleep(pollMilliseconds, undefined, signal && { signal });
  }
}
