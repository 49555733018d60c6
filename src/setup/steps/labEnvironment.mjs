import { existsSync, readFileSync } from 'node:fs';
import { requireFreeSpace } from '../disk.mjs';
import { inRoot, pythonProgram } from '../project.mjs';
import { hashOf, readStamp, writeStamp } from '../stamp.mjs';
import { installPinned } from './pythonEnvironment.mjs';

export const title = 'JupyterLab';
export const expectation = () => 'about 200 MB on disk, half a minute';

const requirements = inRoot('src/setup/requirements-lab.txt');
const stampFile = inRoot('.python/.dae-nr-lab-stamp');
const currentStamp = () => hashOf(readFileSync(requirements));

export function isCurrent() {
  return existsSync(pythonProgram('jupyter-lab')) && readStamp(stampFile) === currentStamp();
}

export async function run() {
  requireFreeSpace(300, 'JupyterLab');
  await installPinned(requirements);
  writeStamp(stampFile, currentStamp());
}
