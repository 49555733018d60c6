import { existsSync, readdirSync, rmSync, statfsSync } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import path from 'node:path';
import { root } from './project.mjs';
import { SetupError } from './setupError.mjs';

const megabyte = 1e6;

/** Bytes of a file or folder as stored on disk; links are not followed, nothing there is 0. */
export async function diskUse(target) {
  const status = await lstat(target).catch(() => undefined);
  if (status === undefined) return 0;
  const own = status.blocks === undefined ? status.size : status.blocks * 512;
  if (!status.isDirectory()) return own;
  const names = await readdir(target).catch(() => []);
  let total = own;
  for (const name of names) total += await diskUse(path.join(target, name));
  return total;
}

export const megabytes = (bytes) => `${Math.round(bytes / megabyte)} MB`;

export function freeBytes() {
  const { bavail, bsize } = statfsSync(root);
  return bavail * bsize;
}

/** @throws SetupError where the disk of the clone has less than that many MB left. */
export function requireFreeSpace(needed, what) {
  const free = freeBytes();
  if (free < needed * megabyte) {
    throw new SetupError(
      `${what} needs ${needed} MB of disk and the disk of ${root} has ${megabytes(free)} left: free some space and run the command again.`,
    );
  }
}

/** Removes what a killed set-up left half-made in a folder. */
export function removePartials(folder, name) {
  if (!existsSync(folder)) return;
  for (const entry of readdirSync(folder)) {
    if (entry.startsWith(`${name}.partial-`)) rmSync(path.join(folder, entry), { recursive: true, force: true });
  }
}
