import path from 'node:path';
import { createInterface } from 'node:readline/promises';
import { installArchive } from '../data/antolik2016/installArchive';
import { antolik2016 } from '../data/antolik2016/manifest';
import { DATA_FOLDER } from '../data/layout';
import { UserError } from '../errors';
import { createStatusLine, megabytes } from './statusLine';

interface FetchOptions {
  readonly archive?: string;
  readonly url?: string;
  readonly yes?: boolean;
}

/** Says how much will be downloaded, and asks, unless the user has agreed already. */
async function confirmDownload(host: string, size: number | undefined, hasAgreed: boolean): Promise<boolean> {
  process.stdout.write(`${antolik2016.citation} (${antolik2016.licence})\n`);
  process.stdout.write(`${host} sends ${size === undefined ? 'an archive of unknown size' : megabytes(size)}.\n`);
  if (hasAgreed) {
    return true;
  }
  if (!process.stdin.isTTY) {
    throw new UserError('Nothing was downloaded, because nobody can be asked here: add --yes.');
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return /^y(es)?$/i.test((await terminal.question('Download it? [y/N] ')).trim());
  } finally {
    terminal.close();
  }
}

/** `npm run data -- antolik2016` */
export async function fetchAntolik2016({ archive, url, yes = false }: FetchOptions): Promise<void> {
  const status = createStatusLine();
  const outcome = await installArchive(antolik2016, {
    dataFolder: DATA_FOLDER,
    archive,
    url,
    confirm: (host, size) => confirmDownload(host, size, yes),
    onStage: status.update,
    onProgress: (received, total) => status.update(`downloaded ${megabytes(received)}${total === undefined ? '' : ` of ${megabytes(total)}`}`),
  }).finally(() => status.end());
  const conclusions = {
    declined: 'Nothing was downloaded.',
    'already there': `${path.join(DATA_FOLDER, antolik2016.name)}: all ${antolik2016.files.length} files were there already, as published.`,
    installed: `${path.join(DATA_FOLDER, antolik2016.name)}: ${antolik2016.files.length} files, each as published.`,
  };
  process.stdout.write(`${conclusions[outcome]}\n`);
}
