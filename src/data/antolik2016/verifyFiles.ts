import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { hashOfFile } from '../fingerprint';
import type { Manifest } from './manifest';

/** SHA-1 under which git stores a file: of `blob <size>\0` and its bytes. */
export async function gitBlobSha1(file: string): Promise<string> {
  const { size } = await stat(file);
  return hashOfFile(file, createHash('sha1').update(`blob ${size}\0`));
}

/** How the files of a data set differ from its manifest; both lists empty: all is there and unchanged. */
export interface Verification {
  readonly missing: readonly string[];
  readonly different: readonly string[];
}

/** Compares every file of a folder with the manifest. */
export async function verifyFiles(folder: string, manifest: Manifest): Promise<Verification> {
  const missing: string[] = [];
  const different: string[] = [];
  for (const file of manifest.files) {
    const location = path.join(folder, file.path);
    const isFile = await stat(location).then((status) => status.isFile(), () => false);
    if (!isFile) {
      missing.push(file.path);
    } else if ((await gitBlobSha1(location)) !== file.gitBlobSha1) {
      different.push(file.path);
    }
  }
  return { missing, different };
}
