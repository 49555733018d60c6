import { existsSync, readFileSync } from 'node:fs';
import { inRoot } from '../project.mjs';
import { runProcess } from '../runProcess.mjs';

export const title = 'npm dependencies';
export const expectation = () => 'about 600 MB on disk, half a minute';

const readPackages = (name) => JSON.parse(readFileSync(inRoot(name), 'utf8')).packages;

/**
 * npm writes node_modules/.package-lock.json last of all, so it is the stamp of a whole
 * installation; comparing it also accepts one that `npm install` made. What is optional and not in
 * it is for other systems.
 */
export function isCurrent() {
  if (!existsSync(inRoot('node_modules/.package-lock.json'))) return false;
  const installed = readPackages('node_modules/.package-lock.json');
  const { '': _, ...locked } = readPackages('package-lock.json');
  return Object.entries(locked).every(([place, { version, integrity, optional = false }]) =>
    place in installed
      ? installed[place].version === version && installed[place].integrity === integrity
      : optional,
  );
}

/**
 * Runs npm, the one that called us, else the one on the PATH, and returns what it wrote on stdout.
 */
export function runNpm(...args) {
  const script = process.env.npm_execpath;
  const [command, ...first] =
    script?.endsWith('.js') && existsSync(script)
      ? [process.execPath, script]
      : [process.platform === 'win32' ? 'npm.cmd' : 'npm'];
  return runProcess(`npm ${args[0]}`, command, [...first, ...args]);
}

export async function run() {
  await runNpm(
    'ci',
    '--include=dev',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  );
}
