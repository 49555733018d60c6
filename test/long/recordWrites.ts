import { mkdirSync, watch } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * How often each record of a folder was put in place while something went on; Linux tells about
 * every rename.
 */
export async function recordWrites(
  folder: string,
  body: () => Promise<void>,
): Promise<ReadonlyMap<string, number>> {
  mkdirSync(folder, { recursive: true });
  const writes = new Map<string, number>();
  const watcher = watch(folder, (event, name) => {
    if (event === 'rename' && name !== null && /^[0-9a-f]{16}\.json\.gz$/.test(name))
      writes.set(name, (writes.get(name) ?? 0) + 1);
  });
  try {
    await body();
    // What is told comes a moment later.
    await sleep(200);
    return writes;
  } finally {
    watcher.close();
  }
}
