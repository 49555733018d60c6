import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { diskUse, megabytes, requireFreeSpace } from '../disk.mjs';
import { inRoot, pythonProgram, root } from '../project.mjs';
import { findPython, pythonEnvironmentVariables } from '../python.mjs';
import { explainFailure, runProcess } from '../runProcess.mjs';
import { hashOf, readStamp, writeStamp } from '../stamp.mjs';

export const title = 'Python environment for notebooks and figures';
export const expectation = () => 'about 380 MB on disk, a minute';

const requirements = inRoot('src/setup/requirements.txt');
const stampFile = inRoot('.python/.dae-nr-stamp');

/** A virtual environment holds absolute paths: one that was moved, or whose Python was replaced, is made anew. */
const currentStamp = () => hashOf(readFileSync(requirements), root, realpathSync(pythonProgram('python')));

export function isCurrent() {
  return existsSync(pythonProgram('python')) && readStamp(stampFile) === currentStamp();
}

/** Installs a requirements file, every package of it pinned by hash and none built here. */
export async function installPinned(file) {
  const options = ['install', '--quiet', '--no-cache-dir', '--only-binary=:all:', '--require-hashes', '-r', file];
  try {
    await runProcess(pythonProgram('python'), ['-m', 'pip', ...options], { env: pythonEnvironmentVariables() });
  } catch (failure) {
    throw explainFailure('Installing the Python packages (pip install)', failure);
  }
}

export async function run() {
  requireFreeSpace(500, 'The Python environment');
  const python = await findPython();
  try {
    await runProcess(python.path, ['-m', 'venv', '--clear', inRoot('.python')], { env: pythonEnvironmentVariables() });
  } catch (failure) {
    throw explainFailure('Making the Python environment (python -m venv)', failure);
  }
  await installPinned(requirements);
  writeStamp(stampFile, currentStamp());
  return `Python ${python.version}, ${megabytes(await diskUse(inRoot('.python')))}`;
}
