import { mkdir, rename, rm, statfs } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../../errors';
import { findOrMake } from '../../claim';
import { folderClaim, removeAtOnce } from '../folderClaim';
import { downloadArchive, inspectArchive, type DownloadOptions } from './downloadArchive';
import type { Manifest } from './manifest';
import { largestSizeOf, unpackArchive } from './unpackArchive';
import { verifyFiles } from './verifyFiles';

export interface InstallOptions extends DownloadOptions {
  /** Where data sets are kept; the files go to `<dataFolder>/<name>/`. */
  readonly dataFolder: string;
  /** A copy that the user fetched by hand, instead of downloading. */
  readonly archive?: string | undefined;
  /** Another address than the manifest's. */
  readonly url?: string | undefined;
  /** Asked before anything is downloaded; false ends it. `size` is undefined where the server does not tell. */
  readonly confirm?: (host: string, size: number | undefined) => Promise<boolean>;
  /** Told what is being done. */
  readonly onStage?: (stage: string) => void;
}

/** What an installation did. */
export type InstallOutcome = 'already there' | 'declined' | 'installed';

async function requireSpace(folder: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize < bytes) {
    throw new UserError(`${folder} has ${Math.floor((bavail * bsize) / 1e6)} MB of free space, but ${Math.ceil(bytes / 1e6)} MB are needed: free some.`);
  }
}

async function unpackVerified(archive: string, manifest: Manifest, folder: string, onStage: (stage: string) => void): Promise<void> {
  const temporary = `${folder}.unpacking`;
  await rm(temporary, { recursive: true, force: true });
  await mkdir(temporary);
  try {
    await unpackArchive(archive, temporary, manifest, (file) => onStage(`unpacked ${file}`));
    const { different } = await verifyFiles(temporary, manifest);
    if (different.length > 0) {
      throw new UserError(`${archive} holds other content than was published in ${different.join(', ')}: fetch it again from ${manifest.article}.`);
    }
    await removeAtOnce(folder, `${folder}.replaced`);
    await rename(temporary, folder);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

/**
 * Brings a published data set into the data folder: downloaded, or from an archive fetched by hand; every file is verified
 * before the folder gets its name. Does nothing when all files are there and unchanged.
 * @throws UserError when the archive cannot be had, is damaged or is another one; what was there before stays as it was.
 */
export async function installArchive(manifest: Manifest, options: InstallOptions): Promise<InstallOutcome> {
  const { dataFolder, url = manifest.url, onStage = () => {}, confirm = async () => true } = options;
  const folder = path.join(dataFolder, manifest.name);
  const find = async (): Promise<InstallOutcome | undefined> => {
    const { missing, different } = await verifyFiles(folder, manifest);
    return missing.length + different.length === 0 ? 'already there' : undefined;
  };
  const install = async (): Promise<InstallOutcome> => {
    const unpackedSize = manifest.files.reduce((sum, file) => sum + largestSizeOf(file), 0);
    if (options.archive !== undefined) {
      await requireSpace(dataFolder, unpackedSize);
      await unpackVerified(path.resolve(options.archive), manifest, folder, onStage);
      return 'installed';
    }
    const downloaded = path.join(dataFolder, `${manifest.name}.zip`);
    const remote = await inspectArchive(url);
    if (!(await confirm(new URL(remote.url).host, remote.size))) return 'declined';
    await requireSpace(dataFolder, (remote.size ?? unpackedSize) + unpackedSize);
    onStage('downloading');
    await downloadArchive(url, downloaded, options);
    try {
      await unpackVerified(downloaded, manifest, folder, onStage);
    } catch (error) {
      throw error instanceof UserError ? new UserError(`The address did not deliver the published archive: ${error.message.replace(/\.$/, '')}, and pass it with --archive FILE.`) : error;
    } finally {
      await rm(downloaded, { force: true });
    }
    return 'installed';
  };
  return findOrMake(folderClaim(folder), find, install, { onWaiting: () => onStage('waiting for another process that fetches the same data set') });
}
