import { copyFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../../errors';
import { makeFolder } from '../makeFolder';
import {
  differentFiles,
  downloadFiles,
  type DownloadOptions,
  type OfferedFile,
} from '../publishedFiles';

export interface NetworkOptions extends DownloadOptions {
  /** Where the files go. */
  readonly folder: string;
  /** A folder with files that the user fetched by hand, instead of downloading. */
  readonly archive?: string | undefined;
}

/**
 * Brings the files of a published network into a folder, all of them verified or none: downloaded,
 * where a download that was cut goes on after the files that it has, or copied from a folder.
 * @throws UserError when a file cannot be had or is another one than was published
 */
export async function installMobilenet(
  files: readonly OfferedFile[],
  { folder, archive, ...options }: NetworkOptions,
): Promise<'already there' | 'declined' | 'installed'> {
  const isThere = async (): Promise<boolean> => (await differentFiles(folder, files)).length === 0;
  if (await isThere()) return 'already there';
  const downloads = path.join(path.dirname(folder), `.${path.basename(folder)}.downloads`);
  if (archive === undefined) {
    if (!(await downloadFiles(files, downloads, options))) return 'declined';
  } else {
    const lacking = await differentFiles(archive, files);
    if (lacking.length > 0)
      throw new UserError(
        `${archive} lacks ${lacking.length} of ${files.length} files as published, ` +
          `${lacking[0]} among them: fetch them again from ${options.url}.`,
      );
  }
  await makeFolder(folder, {
    what: 'installs the same network',
    isThere,
    make: async (empty) => {
      for (const { path: name } of files)
        await copyFile(path.join(archive ?? downloads, name), path.join(empty, name));
    },
    onStage: options.onStage,
  });
  await rm(downloads, { recursive: true, force: true });
  return 'installed';
}
