import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../errors';
import { readableError, temporaryBeside } from '../writeWhole';
import { download, request, sizeIn, type DownloadWords } from './download';

/** A file whose contents are known by git's checksum. */
export interface GitFile {
  /** Below a folder, with `/`. */
  readonly path: string;
  readonly gitBlobSha1: string;
}

/** A file whose contents are known. */
export type PublishedFile = GitFile | (Pick<GitFile, 'path'> & { readonly sha256: string });

/** A file that is downloaded: its size, where it is known before. */
export type OfferedFile = PublishedFile & { readonly bytes: number | null };

/** What is to be downloaded, before it is. */
export interface DownloadSize {
  readonly files: number;
  /** Sum over the files whose size is known. */
  readonly bytes: number;
  readonly unknown: number;
}

/** How several files are downloaded. */
export interface DownloadOptions {
  /** Folder on the web in which they lie. */
  readonly url: string;
  /** Asked before anything is downloaded; false ends it. */
  readonly confirm: (host: string, size: DownloadSize) => Promise<boolean>;
  readonly onStage: (stage: string) => void;
  readonly onProgress: (received: number, total: number | undefined) => void;
}

/** SHA-1 of `blob <size>\0` and the bytes, as git names contents. */
export function gitBlobSha1(content: Uint8Array): string {
  return createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex');
}

/** Whether these bytes are those that were published. */
export function isAsPublished(content: Uint8Array, file: PublishedFile): boolean {
  return 'sha256' in file
    ? createHash('sha256').update(content).digest('hex') === file.sha256
    : gitBlobSha1(content) === file.gitBlobSha1;
}

/** Paths of the files that are missing from a folder or differ from what was published. */
export async function differentFiles(
  folder: string,
  files: readonly PublishedFile[],
): Promise<string[]> {
  const different: string[] = [];
  for (const file of files) {
    // No published file is empty.
    const content = await readFile(path.join(folder, file.path)).catch(() => Buffer.of());
    if (!isAsPublished(content, file)) different.push(file.path);
  }
  return different;
}

/**
 * Downloads what is not in a folder yet, each file whole or not at all; what was there before a
 * failure stays for the next time.
 * @returns false when the user declines
 * @throws UserError when a file cannot be had or is another one than was published
 */
export async function downloadFiles(
  files: readonly OfferedFile[],
  folder: string,
  { url, confirm, onStage, onProgress }: DownloadOptions,
): Promise<boolean> {
  const different = new Set(await differentFiles(folder, files));
  const missing = files.filter((file) => different.has(file.path));
  const words = (name: string): DownloadWords => ({
    what: name,
    byHand: 'fetch the files by hand and pass their folder with --archive FOLDER',
  });
  const addressOf = (name: string): string => `${url.replace(/\/$/, '')}/${name}`;
  const hosts = new Set<string>();
  const sizes: (number | null | undefined)[] = [];
  for (const file of missing) {
    const response = await request(addressOf(file.path), 'HEAD', words(file.path));
    hosts.add(new URL(response.url).host);
    sizes.push(file.bytes ?? sizeIn(response));
  }
  const size = {
    files: missing.length,
    bytes: sizes.reduce<number>((sum, bytes) => sum + (bytes ?? 0), 0),
    unknown: sizes.filter((bytes) => bytes == null).length,
  };
  if (missing.length > 0 && !(await confirm([...hosts].join(' and '), size))) return false;
  for (const [index, file] of missing.entries()) {
    onStage(`downloading ${file.path} (${index + 1} of ${missing.length})`);
    const target = path.join(folder, file.path);
    await mkdir(path.dirname(target), { recursive: true });
    const part = temporaryBeside(target);
    try {
      await download(addressOf(file.path), part, words(file.path), onProgress);
      if (!isAsPublished(await readFile(part), file))
        throw new UserError(
          `The address did not deliver ${file.path} as published: try again, or ` +
            `${words(file.path).byHand}.`,
        );
      await rename(part, target);
    } catch (error) {
      throw readableError(error, target);
    } finally {
      if (existsSync(part)) await rm(part);
    }
  }
  return true;
}
