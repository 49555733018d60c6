import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { hashOfFile } from '../fingerprint';
import type { Manifest } from './manifest';

/**
 * Compares every file of a folder with the manifest.
 * @returns the paths that differ from it; both lists empty: all is there and unchanged
 */
export async function verifyFiles(folder: string, manifest: Manifest): Promise<{ readonly missing: readonly string[]; readonly different: readonly string[] }> {
  const missing: string[] = [];
  const different: string[] = [];
  for (const { path: name, gitBlobSha1 } of manifest.files) {
    const file = path.join(folder, name);
    const status = await stat(file).catch(() => undefined);
    if (!status?.isFile()) {
      missing.push(name);
    } else if ((await hashOfFile(file, createHash('sha1').update(`blob ${status.size}\0`))) !== gitBlobSha1) {
      different.push(name);
    }
  }
  return { missing, different };
}
