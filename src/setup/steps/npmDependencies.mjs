import { existsSync, readFileSync } from 'node:fs';
import { requireFreeSpace } from '../files.mjs';
import { SetupError } from '../messages.mjs';
import { inRoot } from '../project.mjs';
import { explainFailure, runProcess } from '../runProcess.mjs';

export const title = 'npm dependencies';
export const expectation = () => 'about 600 MB on disk, half a minute';

/** The packages of a lock file by their place, the project itself left out. */
export function readLock(name) {
  const { '': _, ...packages } = JSON.parse(readFileSync(inRoot(name), 'utf8')).packages;
  return packages;
}

const fits = (list, value) => list === undefined || list.includes(value);
const isWanted = ({ optional, os, cpu }) => !optional || (fits(os, process.platform) && fits(cpu, process.arch));

/**
 * npm writes node_modules/.package-lock.json last of all, so it is the stamp of a whole
 * installation; comparing it also accepts one that `npm install` made.
 */
export function isCurrent() {
  if (!existsSync(inRoot('node_modules/.package-lock.json'))) return false;
  const installed = readLock('node_modules/.package-lock.json');
  const isThere = ([place, { version, integrity }]) => installed[place]?.version === version && installed[place]?.integrity === integrity;
  return Object.entries(readLock('package-lock.json')).every((entry) => !isWanted(entry[1]) || isThere(entry));
}

/** Runs npm: the one that called us, else the one on the PATH. */
export async function runNpm(...args) {
  const script = process.env.npm_execpath;
  const [command, ...first] = script?.endsWith('.js') && existsSync(script) ? [process.execPath, script] : [process.platform === 'win32' ? 'npm.cmd' : 'npm'];
  return runProcess(command, [...first, ...args]).catch((failure) => {
    if (!failure.missing) throw explainFailure(`npm ${args[0]}`, failure);
    throw new SetupError('npm was not found: it comes with Node (https://nodejs.org), or as the package "npm" of your system.');
  });
}

export async function run() {
  requireFreeSpace(700, 'Installing the npm dependencies');
  await runNpm('ci', '--include=dev', '--ignore-scripts', '--no-audit', '--no-fund');
}
