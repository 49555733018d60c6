import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

/** A file whose contents are known. */
export interface PublishedFile {
  /** Below a folder, with `/`. */
  readonly path: string;
  readonly gitBlobSha1: string;
}

/** SHA-1 of `blob <size>\0` and the bytes, as git names contents. */
export function gitBlobSha1(content: Uint8Array): string {
  return createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex');
}

/** Paths of the files that are missing from a folder or differ from what was published. */
export async function differentFiles(
  folder: string,
  files: readonly PublishedFile[],
): Promise<string[]> {
  const different: string[] = [];
  for (const { path: name, gitBlobSha1: published } of files) {
    // No published file is empty.
    const content = await readFile(path.join(folder, name)).catch(() => Buffer.of());
    if (gitBlobSha1(content) !== published) different.push(name);
  }
  return different;
}
