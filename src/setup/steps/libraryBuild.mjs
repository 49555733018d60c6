import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { hashOf, hashOfFolder, readStamp, writeStamp } from '../files.mjs';
import { SetupError } from '../messages.mjs';
import { inRoot } from '../project.mjs';
import { runProcess } from '../runProcess.mjs';

export const title = 'build of the library';
export const expectation = () => 'about 15 seconds';

const dist = inRoot('dist');

const currentStamp = () =>
  hashOf(
    hashOfFolder(inRoot('src'), /\.(ts|json)$/),
    ...['tsconfig.json', 'package-lock.json', 'rollup.config.mjs'].map((name) =>
      readFileSync(inRoot(name)),
    ),
  );

export const isCurrent = () =>
  existsSync(dist) && readStamp(inRoot('dist/.stamp')) === currentStamp();

/**
 * Runs the TypeScript compiler on a project.
 * @throws SetupError with the first type errors
 */
export function compile(project, ...options) {
  const args = [inRoot('node_modules/typescript/bin/tsc'), '-p', inRoot(project), ...options];
  return runProcess('The TypeScript compiler', process.execPath, args).catch((failure) => {
    const errors = failure.output.split('\n').filter((line) => /error TS\d+/.test(line));
    if (errors.length === 0) throw failure;
    throw new SetupError(
      `The compiler found ${errors.length} type error(s) (${project}):`,
      errors.slice(0, 10).join('\n'),
    );
  });
}

/**
 * Compiles beside, at the same depth so that the source maps point at src, and swaps: a running
 * command never sees half a build.
 */
export async function run() {
  const stamp = currentStamp();
  const [partial, previous] = [`${dist}.partial-new`, `${dist}.partial-previous`];
  // What a killed build left.
  for (const folder of [partial, previous]) rmSync(folder, { recursive: true, force: true });
  await compile('tsconfig.json', '--outDir', partial);
  await runProcess('Rollup', process.execPath, [
    inRoot('node_modules/rollup/dist/bin/rollup'),
    '-c',
    '--configFolder',
    partial,
  ]);
  writeStamp(`${partial}/.stamp`, stamp);
  if (existsSync(dist)) renameSync(dist, previous);
  renameSync(partial, dist);
  rmSync(previous, { recursive: true, force: true });
}
