import { mkdirSync, readFileSync, renameSync, rmSync, statSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { inRoot } from './project.mjs';
import { say } from './progress.mjs';

const heartbeatMilliseconds = 5_000;
const silentMilliseconds = 60_000;
const pollMilliseconds = 300;

let held;

/** When a process began, so that a reused process id is not mistaken for it; '' where the system does not say. */
function startOf(pid) {
  try {
    const status = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return status.slice(status.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return '';
  }
}

function isAlive({ pid, start }) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code === 'ESRCH') return false;
  }
  return start === '' || startOf(pid) === start;
}

const identify = (pid) => ({ pid, start: startOf(pid) });

function readOwner(file) {
  try {
    return { text: readFileSync(file, 'utf8'), age: Date.now() - statSync(file).mtimeMs };
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * A lock is stale when its owner and everything that the owner had started are gone: npm goes on
 * for a while after the set-up that called it was killed. On another host only silence tells.
 */
function isStale({ text, age }) {
  let owner;
  try {
    owner = JSON.parse(text);
  } catch {
    return age > heartbeatMilliseconds;
  }
  if (owner.host !== hostname()) return age > silentMilliseconds;
  return ![owner.self, ...owner.children].some(isAlive);
}

function createExclusively(file, text) {
  try {
    writeFileSync(file, text, { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

/** Removes a stale lock; a second lock makes sure that nobody removes the one that replaced it. */
function removeStale(file) {
  const guard = `${file}.removal`;
  if (!createExclusively(guard, '')) {
    const found = readOwner(guard);
    if (found && found.age > heartbeatMilliseconds) rmSync(guard, { force: true });
    return;
  }
  try {
    const found = readOwner(file);
    if (found && isStale(found)) unlinkSync(file);
  } finally {
    rmSync(guard, { force: true });
  }
}

function write() {
  const partial = `${held.file}.${process.pid}`;
  writeFileSync(partial, JSON.stringify(held.owner));
  renameSync(partial, held.file);
}

/** Notes a process started under the lock, if one is held; returns what to call when it has ended. */
export function noteChild(pid) {
  if (held === undefined || pid === undefined) return () => undefined;
  const child = identify(pid);
  held.owner.children.push(child);
  write();
  return () => {
    if (held === undefined) return;
    held.owner.children = held.owner.children.filter((other) => other !== child);
    write();
  };
}

/** Runs `work` while no other process of this clone sets up; waits for one that does. */
export async function withSetupLock(work, file = inRoot('.cache/setup.lock')) {
  mkdirSync(path.dirname(file), { recursive: true });
  const owner = { host: hostname(), self: identify(process.pid), children: [] };
  let told = false;
  while (!createExclusively(file, JSON.stringify(owner))) {
    const found = readOwner(file);
    if (found === undefined) continue;
    if (isStale(found)) {
      removeStale(file);
      continue;
    }
    if (!told) say('another set-up of this clone is at work: waiting for it');
    told = true;
    await wait(pollMilliseconds);
  }
  held = { file, owner };
  const heartbeat = setInterval(() => utimesSync(file, new Date(), new Date()), heartbeatMilliseconds);
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    held = undefined;
    rmSync(file, { force: true });
  }
}
