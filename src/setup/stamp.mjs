import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** SHA-256 over strings and buffers, with their lengths, so that no two lists collide. */
export function hashOf(...parts) {
  const hash = createHash('sha256');
  for (const part of parts) {
    const bytes = Buffer.from(part);
    hash.update(`${bytes.length}:`).update(bytes);
  }
  return hash.digest('hex');
}

/** SHA-256 over names and contents of files below a folder whose name matches. */
export function hashOfFolder(folder, matches = () => true) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && matches(entry.name))
    .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name))
    .sort();
  return hashOf(...files.flatMap((file) => [path.relative(folder, file), readFileSync(file)]));
}

/** A stamp names the inputs that a step's result was made from; a missing one is ''. */
export function readStamp(file) {
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
}

export function writeStamp(file, stamp) {
  const partial = `${file}.partial-${process.pid}`;
  writeFileSync(partial, `${stamp}\n`);
  renameSync(partial, file);
}
