import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import path from 'node:path';

/** SHA-256 over strings and buffers, with their lengths, so that no two lists collide. */
export function hashOf(...parts) {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${Buffer.byteLength(part)}:`).update(part);
  return hash.digest('hex');
}

/** SHA-256 over names and contents of the files below a folder whose name matches. */
export function hashOfFolder(folder, pattern = /./) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && pattern.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
  return hashOf(...files.flatMap((file) => [path.relative(folder, file), readFileSync(file)]));
}

/** A stamp names the inputs that a step's result was made from; a missing one is ''. */
export const readStamp = (file) => (existsSync(file) ? readFileSync(file, 'utf8').trim() : '');

/** Written whole or not at all, like every file of the set-up. */
export function writeStamp(file, stamp) {
  mkdirSync(path.dirname(file), { recursive: true });
  const partial = `${file}.partial-${process.pid}`;
  writeFileSync(partial, `${stamp}\n`);
  renameSync(partial, file);
}

/** Bytes of a file or folder as stored on disk; links are not followed, nothing there is 0. */
export async function diskUse(target) {
  const status = await lstat(target).catch(() => undefined);
  if (status === undefined) return 0;
  let total = status.blocks === undefined ? status.size : status.blocks * 512;
  const names = status.isDirectory() ? await readdir(target).catch(() => []) : [];
  for (const name of names) total += await diskUse(path.join(target, name));
  return total;
}

export const megabytes = (bytes) => `${Math.round(bytes / 1e6)} MB`;
