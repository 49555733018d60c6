import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { findOrMake } from '../claim';

export interface FolderMaker {
  /** For whoever has to wait: `makes the same simulation`. */
  readonly what: string;
  /** Whether the folder is already what it should be; another content is replaced. */
  readonly isThere: () => Promise<boolean>;
  /**
   * Fills an empty folder. It must not make that folder again: who lost the claim to a long pause
   * finds it gone.
   */
  readonly make: (folder: string) => Promise<void>;
  readonly onStage: (stage: string) => void;
}

/**
 * Makes a folder unless it is there, whole or not at all. Processes that ask at the same time wait
 * for the first; what a killed one left is removed.
 * @returns false when it was there already
 */
export async function makeFolder(
  folder: string,
  { what, isThere, make, onStage }: FolderMaker,
): Promise<boolean> {
  const [parent, name] = [path.dirname(folder), path.basename(folder)];
  const prefix = `.${name}.making-`;
  const remove = (place: string): Promise<void> => rm(place, { recursive: true, force: true });
  /**
   * What killed processes left, one after it had made the folder included; seen without the claim,
   * also where another process is at work.
   */
  const leftovers = async (): Promise<string[]> =>
    (await readdir(parent).catch((): string[] => [])).filter((entry) => entry.startsWith(prefix));
  const makeAnew = async (): Promise<boolean> => {
    for (const leftover of await leftovers()) await remove(path.join(parent, leftover));
    if (await isThere()) return false;
    const place = await mkdtemp(path.join(parent, prefix));
    try {
      const made = path.join(place, 'made');
      await mkdir(made);
      await make(made);
      // The old content moves away in one step, so that nobody sees it half removed.
      await rename(folder, path.join(place, 'replaced')).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOENT') throw error;
      });
      await rename(made, folder);
      return true;
    } finally {
      await remove(place);
    }
  };
  const find = async (): Promise<false | undefined> =>
    (await leftovers()).length === 0 && (await isThere()) ? false : undefined;
  const onWaiting = (): void => onStage(`waiting for another process that ${what}`);
  return findOrMake<boolean>(path.join(parent, `.${name}.claim`), find, makeAnew, {
    onWaiting,
  }).catch(async (error: unknown) => {
    // In a folder that cannot be written, leftovers are in nobody's way.
    if (await isThere()) return false;
    throw error;
  });
}
