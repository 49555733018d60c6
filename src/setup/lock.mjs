import { mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { writeStamp } from './files.mjs';
import { say } from './messages.mjs';
import { inRoot } from './project.mjs';

// The library has claims of its own (src/claim.ts); here nothing is installed yet, and npm goes on
// for a while after the set-up that called it was killed, so that a lock belongs to the processes
// that its owner started, too.
const heartbeatMilliseconds = 5_000;
const silentMilliseconds = 60_000;
const pollMilliseconds = 300;

let held;

/**
 * When a process began, so that a reused process id is not mistaken for it; '' where the system
 * does not say.
 */
function startOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ')[19];
  } catch {
    return '';
  }
}

const identify = (pid) => ({ pid, start: startOf(pid) });

function isAlive({ pid, start }) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code === 'ESRCH') return false;
  }
  return startOf(pid) === start;
}

/**
 * Whether nobody lives who could release it. On another host only silence tells; a file without an
 * owner is being written, or was left so.
 */
function isStale(file) {
  const silence = Date.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
  try {
    const { host, processes } = JSON.parse(readFileSync(file, 'utf8'));
    return host === hostname() ? !processes.some(isAlive) : silence > silentMilliseconds;
  } catch {
    return silence > heartbeatMilliseconds;
  }
}

function create(file, owner) {
  try {
    writeFileSync(file, JSON.stringify(owner), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

/** A second lock makes sure that nobody removes the one that replaced a stale one. */
function removeStale(file) {
  const guard = `${file}.removal`;
  const isMine = create(guard, {});
  if (isMine && isStale(file)) rmSync(file, { force: true });
  if (isMine || isStale(guard)) rmSync(guard, { force: true });
}

/**
 * Notes a process started under the lock, if one is held: the lock is not stale before that process
 * has ended, too.
 */
export function noteChild(pid) {
  if (held === undefined || pid === undefined) return;
  held.owner.processes.push(identify(pid));
  writeStamp(held.file, JSON.stringify(held.owner));
}

/** Runs `work` while no other process of this clone sets up; waits for one that does. */
export async function withSetupLock(work, file = inRoot('.cache/setup.lock')) {
  mkdirSync(path.dirname(file), { recursive: true });
  const owner = { host: hostname(), processes: [identify(process.pid)] };
  let told = false;
  while (!create(file, owner)) {
    if (isStale(file)) removeStale(file);
    else if (!told) {
      say('another set-up of this clone is at work: waiting for it');
      told = true;
    }
    await wait(pollMilliseconds);
  }
  held = { file, owner };
  const heartbeat = setInterval(
    () => utimesSync(file, new Date(), new Date()),
    heartbeatMilliseconds,
  );
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    held = undefined;
    rmSync(file, { force: true });
  }
}
