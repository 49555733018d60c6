import { existsSync, readFileSync } from 'node:fs';
import { diskUse, megabytes, requireFreeSpace } from '../disk.mjs';
import { inRoot } from '../project.mjs';
import { explainFailure, runProcess } from '../runProcess.mjs';
import { SetupError } from '../setupError.mjs';

export const title = 'npm dependencies';
export const expectation = () => 'about 600 MB on disk, half a minute';

const readPackages = (file) => JSON.parse(readFileSync(file, 'utf8')).packages;

const fits = (list, value) => list === undefined || list.includes(value);
const isWanted = ({ optional, os, cpu }) => !optional || (fits(os, process.platform) && fits(cpu, process.arch));

/**
 * npm writes node_modules/.package-lock.json last of all, so it is the stamp of a whole
 * installation; comparing it also accepts one that `npm install` made.
 */
export function isCurrent() {
  const installedFile = inRoot('node_modules/.package-lock.json');
  if (!existsSync(installedFile)) return false;
  const installed = readPackages(installedFile);
  return Object.entries(readPackages(inRoot('package-lock.json'))).every(
    ([location, wanted]) =>
      location === '' ||
      !isWanted(wanted) ||
      (installed[location]?.version === wanted.version && installed[location]?.integrity === wanted.integrity),
  );
}

/** npm as the command and first arguments that start it: the npm that called us, else the one on the PATH. */
export function npmCommand() {
  const script = process.env.npm_execpath;
  if (script?.endsWith('.js') && existsSync(script)) return [process.execPath, script];
  return [process.platform === 'win32' ? 'npm.cmd' : 'npm'];
}

export async function run() {
  requireFreeSpace(700, 'Installing the npm dependencies');
  const [command, ...first] = npmCommand();
  const options = ['ci', '--include=dev', '--ignore-scripts', '--no-audit', '--no-fund'];
  try {
    await runProcess(command, [...first, ...options]);
  } catch (failure) {
    if (failure.missing) {
      throw new SetupError('npm was not found: it comes with Node (https://nodejs.org), or as the package "npm" of your system.');
    }
    throw explainFailure('Installing the npm dependencies (npm ci)', failure);
  }
  return megabytes(await diskUse(inRoot('node_modules')));
}
