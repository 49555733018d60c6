import path from 'node:path';
import { createInterface } from 'node:readline/promises';
import { installArchive } from '../data/antolik2016/installArchive';
import { antolik2016 } from '../data/antolik2016/manifest';
import type { ConvertedSession } from '../data/cowley2023/convertSession';
import { installSessions } from '../data/cowley2023/installSessions';
import { cowley2023, findSessions } from '../data/cowley2023/sessions';
import { DATA_FOLDER, REGION_FILES } from '../data/layout';
import { installMobilenet } from '../data/mobilenetV1/installMobilenet';
import { mobilenetV1 } from '../data/mobilenetV1/publishedNetwork';
import { UserError } from '../errors';
import { userPath } from '../userPath';
import { statusLine } from './statusLine';

export interface FetchOptions {
  readonly archive?: string;
  readonly url?: string;
  readonly yes?: boolean;
}

/** A size for people, in decimal megabytes. */
const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

/** Says what will be downloaded and whose it is, and asks, unless the user has agreed already. */
async function confirmDownload(
  { citation, licence }: { readonly citation: string; readonly licence: string },
  announcement: string,
  hasAgreed: boolean,
): Promise<boolean> {
  process.stdout.write(`${citation} (${licence})\n${announcement}\n`);
  if (hasAgreed) return true;
  if (!process.stdin.isTTY)
    throw new UserError('Nothing was downloaded, because nobody can be asked here: add --yes.');
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return /^y(es)?$/i.test((await terminal.question('Download it? [y/N] ')).trim());
  } finally {
    terminal.close();
  }
}

const showProgress = (received: number, total: number | undefined): void =>
  statusLine.update(
    `downloaded ${megabytes(received)}${total === undefined ? '' : ` of ${megabytes(total)}`}`,
  );

const nothingDownloaded = 'Nothing was downloaded.';

/** Says what became of files that are whole only as published. */
function conclude(
  outcome: 'declined' | 'already there' | 'installed',
  folder: string,
  files: number,
  extent = '',
): void {
  const conclusions = {
    declined: nothingDownloaded,
    'already there': `${folder}: all ${files} files were there already, as published.`,
    installed: `${folder}: ${files} files, each as published${extent}.`,
  };
  process.stdout.write(`${conclusions[outcome]}\n`);
}

/** `npm run data -- antolik2016` */
export async function fetchAntolik2016({ archive, url, yes = false }: FetchOptions): Promise<void> {
  const outcome = await installArchive(antolik2016, {
    dataFolder: DATA_FOLDER,
    archive: archive && userPath(archive),
    url,
    confirm: (host, size) =>
      confirmDownload(
        antolik2016,
        `${host} sends ${size === undefined ? 'an archive of unknown size' : megabytes(size)}.`,
        yes,
      ),
    onStage: statusLine.update,
    onProgress: showProgress,
  }).finally(statusLine.end);
  conclude(outcome, path.join(DATA_FOLDER, antolik2016.name), antolik2016.files.length);
}

function describeSession(session: number, converted: ConvertedSession): string {
  const { neurons, training, test, duplicates, constant, files } = converted;
  const trials = files.has(REGION_FILES.testTrials) ? 'single trials' : 'no single trials';
  const left =
    duplicates + constant === 0
      ? ''
      : `; left out: ${duplicates} repeated images, ${constant} without contrast`;
  return (
    `session ${session}: ${neurons} neurons, ${training} training and ${test} test images, ` +
    `${trials}${left}`
  );
}

/** `npm run data -- cowley2023` */
export async function fetchCowley2023({
  sessions,
  archive,
  url = cowley2023.url,
  yes = false,
}: FetchOptions & { readonly sessions: readonly number[] }): Promise<void> {
  const wanted = findSessions(sessions);
  const folder = path.join(DATA_FOLDER, cowley2023.name);
  if (archive !== undefined)
    process.stdout.write(`${cowley2023.citation} (${cowley2023.licence})\n`);
  const installed = await installSessions(wanted, {
    folder,
    archive: archive && userPath(archive),
    url,
    confirm: (host, { files, bytes, unknown }) =>
      confirmDownload(
        cowley2023,
        `${host} sends ${files} files of ${wanted.length} sessions: ` +
          `${megabytes(bytes)}${unknown === 0 ? '' : ` and ${unknown} files of unknown size`}.`,
        yes,
      ),
    onStage: statusLine.update,
    onProgress: showProgress,
  }).finally(statusLine.end);
  if (installed === 'declined') {
    process.stdout.write(`${nothingDownloaded}\n`);
    return;
  }
  const there = wanted.filter(({ session }) => !installed.has(session));
  const lines = [
    ...Array.from(installed, ([session, converted]) => describeSession(session, converted)),
    ...there.map(({ session }) => `session ${session}: was there already`),
    `${folder}: use it with --data ${cowley2023.name}.`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

/** `npm run data -- mobilenet` */
export async function fetchMobilenet({ archive, url, yes = false }: FetchOptions): Promise<void> {
  const { citation, licence, files, folder } = mobilenetV1;
  if (archive !== undefined) process.stdout.write(`${citation} (${licence})\n`);
  const outcome = await installMobilenet(files, {
    folder,
    archive: archive && userPath(archive),
    url: url ?? mobilenetV1.url,
    confirm: (host, size) =>
      confirmDownload(
        mobilenetV1,
        `${host} sends ${size.files} files of it, ${megabytes(size.bytes)}.`,
        yes,
      ),
    onStage: statusLine.update,
    onProgress: showProgress,
  }).finally(statusLine.end);
  conclude(outcome, folder, files.length, ', up to block 12 of it');
}
