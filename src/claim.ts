import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readableError, temporaryBeside } from './writeWhole';

// Own code: proper-lockfile compares the time of a file with the clock of this machine. Where
// machines share a folder, a lock that was left by one whose clock is ahead blocks the others for
// as long as it is ahead.

const renewalMilliseconds = 5_000;
const patienceMilliseconds = 30_000;

/** Claims as this process saw them last, and since when they have not changed. */
const seen = new Map<string, { readonly state: string; readonly since: number }>();

/**
 * Claims what a file stands for, so that several processes, also on several machines that share a
 * folder, do not do the same. The claim is renewed until it is released. It is taken over when its
 * process, on this machine, has ended, or when it was not renewed for half a minute while this
 * process watched; no clocks are compared. Nothing may depend on it but double work: a process that
 * is halted for longer loses its claim without notice.
 * @returns how to release it; undefined while another process has it
 * @throws UserError when the folder cannot be written
 */
export async function tryClaim(path: string): Promise<(() => Promise<void>) | undefined> {
  const owner = JSON.stringify({ host: hostname(), process: process.pid, claim: randomUUID() });
  if (
    !(await create(path, owner)) &&
    !((await removeAbandoned(path)) && (await create(path, owner)))
  )
    return undefined;
  const renewal = setInterval(
    () => void utimes(path, new Date(), new Date()).catch(() => undefined),
    renewalMilliseconds,
  ).unref();
  return async () => {
    clearInterval(renewal);
    if ((await contentOf(path)) === owner) await rm(path, { force: true });
  };
}

/** Empty where it cannot be read, as that of another user, or is gone. */
const contentOf = (path: string): Promise<string> => readFile(path, 'utf8').catch(() => '');

async function create(path: string, owner: string): Promise<boolean> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, owner, { flag: 'wx' });
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return false;
    // A full disk takes the name but not the content.
    if (code === 'ENOSPC') await rm(path, { force: true }).catch(() => undefined);
    throw readableError(error, path);
  }
}

/** Removes a claim that nobody renews. @returns whether it is gone */
async function removeAbandoned(path: string): Promise<boolean> {
  // Reading comes first: it makes a network file system ask for the times anew.
  const owner = await contentOf(path);
  const renewedAt = await stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => undefined,
  );
  // Released in between.
  if (renewedAt === undefined) return true;
  const state = `${owner} ${renewedAt}`;
  const last = seen.get(path);
  if (last?.state !== state) seen.set(path, { state, since: performance.now() });
  const isSilent = last?.state === state && performance.now() - last.since > patienceMilliseconds;
  if (!isSilent && !hasEndedHere(owner)) return false;
  const aside = temporaryBeside(path);
  // Of several that find it abandoned, one succeeds.
  if (
    !(await rename(path, aside).then(
      () => true,
      () => false,
    ))
  )
    return false;
  // It caught the claim of one that was faster: that goes back.
  const isOther = (await contentOf(aside)) !== owner;
  if (isOther) await link(aside, path).catch(() => undefined);
  await rm(aside, { force: true });
  return !isOther;
}

/**
 * Whether the claim is of a process of this machine that does not run any more; of another machine
 * nothing is known.
 */
function hasEndedHere(owner: string): boolean {
  try {
    const claim = JSON.parse(owner) as { readonly host: string; readonly process: number };
    if (claim.host === hostname()) process.kill(claim.process, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

const pollMilliseconds = 500;

export interface WaitingOptions {
  readonly signal?: AbortSignal;
  /** Called once when another process is making it. */
  readonly onWaiting?: () => void;
}

/**
 * What is found, or else made by one process while the others wait and find it.
 * @param path of the claim
 * @param make called with the claim, after another look
 */
export async function findOrMake<Found>(
  path: string,
  find: () => Found | undefined | Promise<Found | undefined>,
  make: () => Promise<Found>,
  { signal, onWaiting }: WaitingOptions = {},
): Promise<Found> {
  for (let attempt = 0; ; attempt++) {
    const found = await find();
    if (found !== undefined) return found;
    const release = await tryClaim(path);
    if (release !== undefined) {
      try {
        return (await find()) ?? (await make());
      } finally {
        await release();
      }
    }
    if (attempt === 0) onWaiting?.();
    await sleep(pollMilliseconds, undefined, signal && { signal });
  }
}
