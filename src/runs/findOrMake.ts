import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { tryClaim } from '../claim';
import type { RecordStore } from './recordStore';

/** Claims a run for this process, so that two processes do not train the same one; undefined while another has it. */
export function claimRun({ folder }: RecordStore, hash: string): Promise<(() => Promise<void>) | undefined> {
  return tryClaim(join(folder, `${hash}.claim`));
}

export interface WaitingOptions {
  readonly signal?: AbortSignal;
  /** Called once when another process is training the run. */
  readonly onWaiting?: () => void;
}

const pollMilliseconds = 500;

/**
 * What is found, or else made by one process while the others wait and find it.
 * @param make called with the run claimed, after another look
 */
export async function findOrMake<Found>(
  store: RecordStore,
  hash: string,
  find: () => Found | undefined,
  make: () => Promise<Found>,
  { signal, onWaiting }: WaitingOptions = {},
): Promise<Found> {
  for (let attempt = 0; ; attempt++) {
    const found = find();
    if (found !== undefined) return found;
    const release = await claimRun(store, hash);
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
