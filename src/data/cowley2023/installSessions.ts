import { mkdir, readdir, readFile, rm, rmdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { UserError } from '../../errors';
import { writeWhole } from '../../writeWhole';
import { descriptionFile } from '../description';
import { COLOUR_FILES, DESCRIPTION_FILE, regionFolder } from '../layout';
import { makeFolder } from '../makeFolder';
import {
  differentFiles,
  downloadFiles,
  gitBlobSha1,
  type DownloadOptions,
  type OfferedFile,
} from '../publishedFiles';
import { CONVERSION_VERSION, convertSession, type ConvertedSession } from './convertSession';
import { upstreamPath, type Session, type SessionPart } from './sessions';

export interface SessionOptions extends DownloadOptions {
  /** Folder of the data set; every session gets a folder `region<session>` in it. */
  readonly folder: string;
  /** A folder with files that the user fetched by hand, instead of downloading. */
  readonly archive?: string | undefined;
  /** Test images that are drawn of a session; 100 by default. */
  readonly testImages?: number | undefined;
}

/** Written beside a session's files: what they were made from, and what they were then. */
const SOURCE_FILE = 'source.json';
const sourceSchema = z.strictObject({
  conversion: z.number(),
  images: z.string(),
  means: z.string(),
  trials: z.string().nullable(),
  files: z.array(z.strictObject({ path: z.string(), gitBlobSha1: z.string() })),
});

/** Where the files of a session are on this disk; trials are not always among them. */
type Sources = Readonly<Record<'images' | 'means', string>> & { readonly trials?: string };

/**
 * Brings sessions into the folder of the data set, each whole or not at all: downloaded file by
 * file, or from files fetched by hand; every file is verified before it is converted. What was
 * downloaded before a failure is kept for the next time; sessions that are there stay.
 * @returns the sessions that were installed, with what is in them; none where all were there
 * @throws UserError when a file cannot be had or is another one than was published
 */
export async function installSessions(
  sessions: readonly Session[],
  options: SessionOptions,
): Promise<'declined' | ReadonlyMap<number, ConvertedSession>> {
  const { folder, archive, onStage, testImages } = options;
  const downloads = path.join(path.dirname(folder), `.${path.basename(folder)}.downloads`);
  const installed = new Map<number, ConvertedSession>();
  const placeOf = ({ session }: Session): string => regionFolder(folder, session);
  // Where trials are on offer, a session that was installed without is installed again.
  const wanted = new Map<Session, Sources | undefined>();
  for (const session of sessions) {
    const byHand = archive === undefined ? undefined : await findByContent(archive, session);
    const withTrials =
      byHand === undefined ? session.files.trials !== null : byHand.trials !== undefined;
    if (!(await isInstalled(placeOf(session), session, withTrials))) wanted.set(session, byHand);
  }
  if (wanted.size === 0) return installed;
  const offered = [...wanted.keys()].flatMap(filesOf);
  if (archive === undefined && !(await downloadFiles(offered, downloads, options)))
    return 'declined';
  await mkdir(folder, { recursive: true });
  try {
    for (const [session, byHand] of wanted) {
      const sources = byHand ?? downloaded(session, downloads);
      const withTrials = sources.trials !== undefined;
      await makeFolder(placeOf(session), {
        what: 'installs the same session',
        isThere: () => isInstalled(placeOf(session), session, withTrials),
        make: async (empty) => {
          onStage(`converting session ${session.session}`);
          const converted = await convertSession(
            {
              session: session.session,
              images: await readFile(sources.images),
              means: await readFile(sources.means),
              trials: sources.trials === undefined ? undefined : await readFile(sources.trials),
            },
            testImages,
          );
          await writeSession(empty, session, withTrials, converted);
          installed.set(session.session, converted);
        },
        onStage,
      });
    }
  } finally {
    // Only where it is empty.
    await rmdir(folder).catch(() => undefined);
  }
  await writeWhole(path.join(folder, DESCRIPTION_FILE), descriptionFile('cowley2023'));
  await rm(downloads, { recursive: true, force: true });
  return installed;
}

async function writeSession(
  folder: string,
  { files: { images, means, trials } }: Session,
  withTrials: boolean,
  converted: ConvertedSession,
): Promise<void> {
  const source: z.infer<typeof sourceSchema> = {
    conversion: CONVERSION_VERSION,
    images: images!.gitBlobSha1,
    means: means!.gitBlobSha1,
    trials: withTrials ? trials!.gitBlobSha1 : null,
    files: Array.from(converted.files, ([name, content]) => ({
      path: name,
      gitBlobSha1: gitBlobSha1(content),
    })),
  };
  for (const [name, content] of converted.files) await writeWhole(path.join(folder, name), content);
  await writeFile(path.join(folder, SOURCE_FILE), `${JSON.stringify(source, null, 1)}\n`);
}

/** Whether a session is there as this version of the package converts it, and unchanged. */
async function isInstalled(
  folder: string,
  { files: { images, means } }: Session,
  withTrials: boolean,
): Promise<boolean> {
  const source = await readFile(path.join(folder, SOURCE_FILE), 'utf8')
    .then((text) => sourceSchema.parse(JSON.parse(text)))
    .catch(() => undefined);
  return (
    source !== undefined &&
    source.conversion === CONVERSION_VERSION &&
    source.images === images!.gitBlobSha1 &&
    source.means === means!.gitBlobSha1 &&
    (source.trials !== null || !withTrials) &&
    // Installations of earlier versions lack the images in colour.
    Object.values(COLOUR_FILES).every((name) => source.files.some((file) => file.path === name)) &&
    (await differentFiles(folder, source.files)).length === 0
  );
}

/**
 * Finds the files of a session in a folder by their contents: in the authors' layout, or side by
 * side under any name that has the session in it.
 * @throws UserError when the images or the mean responses are not there as published
 */
async function findByContent(folder: string, { session, files }: Session): Promise<Sources> {
  const names = await readdir(folder, { recursive: true }).catch(() => {
    throw new UserError(`There is no folder ${folder} with the files of the data set.`);
  });
  const byContent = new Map<string, string>();
  for (const name of names.filter(
    (entry) => path.basename(entry).includes(String(session)) && /\.(zip|npy)$/.test(entry),
  )) {
    const file = path.join(folder, name);
    byContent.set(gitBlobSha1(await readFile(file)), file);
  }
  const found = (part: SessionPart): string | undefined =>
    byContent.get(files[part]?.gitBlobSha1 ?? '');
  const [images, means, trials] = [found('images'), found('means'), found('trials')];
  if (images === undefined || means === undefined) {
    const lacking = (['images', 'means'] as const).filter((part) => found(part) === undefined);
    throw new UserError(
      `${folder} lacks ${lacking.map((part) => upstreamPath(session, part)).join(' and ')} ` +
        "as published: fetch it again from the authors' repository.",
    );
  }
  return { images, means, ...(trials === undefined ? {} : { trials }) };
}

/** The files of a session that can be had, as they lie upstream. */
function filesOf({ session, files }: Session): (OfferedFile & { readonly part: SessionPart })[] {
  return (['images', 'means', 'trials'] as const).flatMap((part) => {
    const file = files[part];
    return file === null ? [] : [{ part, path: upstreamPath(session, part), ...file }];
  });
}

function downloaded(session: Session, downloads: string): Sources {
  const parts = filesOf(session).map(({ part, path: name }) => [part, path.join(downloads, name)]);
  return Object.fromEntries(parts) as Sources;
}
