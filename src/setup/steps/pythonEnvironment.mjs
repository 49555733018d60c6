import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { hashOf, readStamp, requireFreeSpace, writeStamp } from '../files.mjs';
import { inRoot, pythonProgram, root } from '../project.mjs';
import { findPython, pythonEnvironmentVariables } from '../python.mjs';
import { explainFailure, runProcess } from '../runProcess.mjs';

/** Runs pip of the project's own environment: every package pinned by hash and none built here. */
export async function runPip(what, [command, ...args], environment) {
  const options = ['-m', 'pip', command, '--quiet', '--no-cache-dir', '--only-binary=:all:', '--require-hashes', ...args];
  try {
    await runProcess(pythonProgram('python'), options, { env: pythonEnvironmentVariables(environment) });
  } catch (failure) {
    throw explainFailure(what, failure);
  }
}

/** A step that installs a requirements file once `begin` has made what it goes into. */
function installation({ title, expectation, file, proof, space, begin = () => undefined }) {
  const requirements = inRoot('src/setup', file);
  const stampFile = inRoot('.python', `.${file}.stamp`);
  // A virtual environment holds absolute paths: one that was moved, or whose Python was replaced, is made anew.
  const currentStamp = () => hashOf(readFileSync(requirements), root, realpathSync(pythonProgram('python')));
  return {
    title,
    expectation: () => expectation,
    isCurrent: () => existsSync(pythonProgram(proof)) && existsSync(pythonProgram('python')) && readStamp(stampFile) === currentStamp(),
    async run() {
      requireFreeSpace(space, title);
      const remark = await begin();
      await runPip('Installing the Python packages (pip install)', ['install', '-r', requirements]);
      writeStamp(stampFile, currentStamp());
      return remark;
    },
  };
}

export const pythonEnvironment = installation({
  title: 'Python environment for notebooks and figures',
  expectation: 'about 380 MB on disk, a minute',
  file: 'requirements.txt',
  proof: 'python',
  space: 500,
  async begin() {
    const python = await findPython();
    try {
      await runProcess(python.path, ['-m', 'venv', '--clear', inRoot('.python')], { env: pythonEnvironmentVariables() });
    } catch (failure) {
      throw explainFailure('Making the Python environment (python -m venv)', failure);
    }
    return `Python ${python.version}`;
  },
});

export const labEnvironment = installation({
  title: 'JupyterLab',
  expectation: 'about 200 MB on disk, half a minute',
  file: 'requirements-lab.txt',
  proof: 'jupyter-lab',
  space: 300,
});
