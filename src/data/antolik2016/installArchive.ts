import { rm } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../../errors';
import { makeFolder } from '../makeFolder';
import { downloadArchive, inspectArchive } from './downloadArchive';
import { differentFiles, type Manifest } from './manifest';
import { unpackArchive } from './unpackArchive';

export interface InstallOptions {
  /** Where data sets are kept; the files go to `<dataFolder>/<name>/`. */
  readonly dataFolder: string;
  /** A copy that the user fetched by hand, instead of downloading. */
  readonly archive?: string | undefined;
  /** Another address than the manifest's. */
  readonly url?: string | undefined;
  /** Asked before anything is downloaded; false ends it. `size` is undefined where the server does not tell. */
  readonly confirm: (host: string, size: number | undefined) => Promise<boolean>;
  readonly onStage: (stage: string) => void;
  readonly onProgress: (received: number, total: number | undefined) => void;
}

/**
 * Brings a published data set into the data folder: downloaded, or from an archive fetched by hand; every file is verified
 * before the folder gets its name. Does nothing when all files are there and unchanged.
 * @throws UserError when the archive cannot be had, is damaged or is another one; what was there before stays as it was.
 */
export async function installArchive(manifest: Manifest, options: InstallOptions): Promise<'already there' | 'declined' | 'installed'> {
  const { dataFolder, archive, url = manifest.url, confirm, onStage, onProgress } = options;
  const folder = path.join(dataFolder, manifest.name);
  let wasThere = false;
  const isThere = async (): Promise<boolean> => (wasThere ||= (await differentFiles(folder, manifest.files)).length === 0);
  const unpack = (from: string, to: string): Promise<void> => unpackArchive(from, to, manifest, (file) => onStage(`unpacked ${file}`));
  if (!(await isThere()) && archive === undefined) {
    const { host, size } = await inspectArchive(url);
    if (!(await confirm(host, size))) return 'declined';
  }
  const make = async (empty: string): Promise<void> => {
    if (archive !== undefined) return unpack(path.resolve(archive), empty);
    const downloaded = `${empty}.zip`;
    onStage('downloading');
    await downloadArchive(url, downloaded, onProgress);
    await unpack(downloaded, empty).catch((error: unknown) => {
      throw error instanceof UserError ? new UserError(`The address did not deliver the published archive: ${error.message.replace(/\.$/, '')}, and pass it with --archive FILE.`) : error;
    });
    await rm(downloaded);
  };
  return (await makeFolder(folder, { what: 'fetches the same data set', isThere, make, onStage })) ? 'installed' : 'already there';
}
