import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { REGION_FILES, type FolderListing } from './layout';

/** SHA-256 of a file's content, or another hash with what it has taken already, in hexadecimal digits. */
export async function hashOfFile(file: string, hash = createHash('sha256')): Promise<string> {
  await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash);
  return hash.digest('hex');
}

/**
 * Names the data that training and scoring read: file names, contents and preprocessing.
 * A simulation's truth and files that nobody reads do not change it.
 */
export async function fingerprintOf({ folder, regions }: FolderListing, rectify: boolean): Promise<string> {
  const known = new Set<string>(Object.values(REGION_FILES));
  const names = regions.flatMap(({ region, files }) => [...files].filter((file) => known.has(file)).map((file) => `region${region}/${file}`)).sort();
  // The way of resizing was a choice once; the runs that the package ships are named after fingerprints with it.
  const hash = createHash('sha256').update(JSON.stringify({ rectify, resizing: 'bilinear' }));
  for (const name of names) {
    hash.update(`\n${name} ${await hashOfFile(path.join(folder, name))}`);
  }
  return hash.digest('hex');
}
