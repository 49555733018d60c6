import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { removePartials } from '../disk.mjs';
import { inRoot, root } from '../project.mjs';
import { ProcessFailure, explainFailure, runProcess } from '../runProcess.mjs';
import { SetupError } from '../setupError.mjs';
import { hashOf, hashOfFolder, readStamp, writeStamp } from '../stamp.mjs';

export const title = 'build of the library';
export const expectation = () => 'about 15 seconds';

const dist = inRoot('dist');
const stampFile = inRoot('dist/.stamp');

const currentStamp = () =>
  hashOf(
    hashOfFolder(inRoot('src'), (name) => /\.(ts|json)$/.test(name)),
    readFileSync(inRoot('tsconfig.json')),
    readFileSync(inRoot('package-lock.json')),
  );

export function isCurrent() {
  return existsSync(stampFile) && readStamp(stampFile) === currentStamp();
}

/** Compiles beside and swaps: a running command never sees half a build. */
export async function run() {
  removePartials(root, 'dist');
  const stamp = currentStamp();
  // At the same depth as dist, so that the source maps point at src.
  const partial = `${dist}.partial-${process.pid}`;
  const compiler = inRoot('node_modules/typescript/bin/tsc');
  try {
    await runProcess(process.execPath, [compiler, '-p', inRoot('tsconfig.json'), '--outDir', partial]);
  } catch (failure) {
    rmSync(partial, { recursive: true, force: true });
    const isTypeError = failure instanceof ProcessFailure && /error TS\d+/.test(failure.output);
    if (!isTypeError) throw explainFailure('The build (tsc)', failure);
    const errors = failure.output.split('\n').filter((line) => /error TS\d+/.test(line));
    throw new SetupError(`The build failed with ${errors.length} type error(s) in src:`, errors.slice(0, 10).join('\n'));
  }
  writeStamp(`${partial}/.stamp`, stamp);
  const previous = `${dist}.partial-previous`;
  if (existsSync(dist)) renameSync(dist, previous);
  renameSync(partial, dist);
  rmSync(previous, { recursive: true, force: true });
}
