import { existsSync, readFileSync } from 'node:fs';
import { requireFreeSpace } from '../files.mjs';
import { SetupError } from '../messages.mjs';
import { inRoot } from '../project.mjs';
import { explain, runProcess } from '../runProcess.mjs';

export const title = 'npm dependencies';
export const expectation = () => 'about 600 MB on disk, half a minute';

const readPackages = (name) => JSON.parse(readFileSync(inRoot(name), 'utf8')).packages;

const fits = (list, value) => list === undefined || list.includes(value);
const isWanted = ({ optional, os, cpu }) => !optional || (fits(os, process.platform) && fits(cpu, process.arch));

/**
 * npm writes node_modules/.package-lock.json last of all, so it is the stamp of a whole
 * installation; comparing it also accepts one that `npm install` made.
 */
export function isCurrent() {
  if (!existsSync(inRoot('node_modules/.package-lock.json'))) return false;
  const installed = readPackages('node_modules/.package-lock.json');
  const { '': _, ...locked } = readPackages('package-lock.json');
  const isThere = (place, { version, integrity }) => installed[place]?.version === version && installed[place]?.integrity === integrity;
  return Object.entries(locked).every(([place, wanted]) => !isWanted(wanted) || isThere(place, wanted));
}

/** Runs npm, the one that called us, else the one on the PATH, and returns what it wrote on stdout. */
export function runNpm(...args) {
  const script = process.env.npm_execpath;
  const [command, ...first] = script?.endsWith('.js') && existsSync(script) ? [process.execPath, script] : [process.platform === 'win32' ? 'npm.cmd' : 'npm'];
  const running = runProcess(command, [...first, ...args]).catch((failure) => {
    throw failure.missing ? new SetupError('npm was not found: it comes with Node (https://nodejs.org), or as the package "npm" of your system.') : failure;
  });
  return explain(`npm ${args[0]}`, running);
}

export async function run() {
  requireFreeSpace(700, 'Installing the npm dependencies');
  await runNpm('ci', '--include=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error');
}
