import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { hashOf, readStamp, requireFreeSpace, writeStamp } from '../files.mjs';
import { inRoot, pythonProgram, root } from '../project.mjs';
import { findPython, pythonEnvironmentVariables } from '../python.mjs';
import { explain, runProcess } from '../runProcess.mjs';

/** Runs pip of the project's own environment: every package pinned by hash and none built here. */
export function runPip(what, [command, ...args], environment) {
  const options = ['-m', 'pip', command, '--quiet', '--no-cache-dir', '--only-binary=:all:', '--require-hashes', ...args];
  return explain(what, runProcess(pythonProgram('python'), options, { env: pythonEnvironmentVariables(environment) }));
}

/** A step that installs a requirements file, of which `program` is there then, once `begin` has made what it goes into. */
function installation({ title, expectation, file, program, space, begin = () => undefined }) {
  const requirements = inRoot('src/setup', file);
  const stampFile = inRoot('.python', `.${file}.stamp`);
  // A virtual environment holds absolute paths: one that was moved, or whose Python was replaced, is made anew.
  const currentStamp = () => hashOf(readFileSync(requirements), root, realpathSync(pythonProgram('python')));
  return {
    title,
    expectation: () => expectation,
    isCurrent: () => ['python', program].every((name) => existsSync(pythonProgram(name))) && readStamp(stampFile) === currentStamp(),
    async run() {
      requireFreeSpace(space, title);
      const remark = await begin();
      // Each list is complete.
      await runPip('Installing the Python packages (pip install)', ['install', '--no-deps', '-r', requirements]);
      writeStamp(stampFile, currentStamp());
      return remark;
    },
  };
}

async function makeEnvironment() {
  const python = await findPython();
  const running = runProcess(python.path, ['-m', 'venv', '--clear', inRoot('.python')], { env: pythonEnvironmentVariables() });
  await explain('Making the Python environment (python -m venv)', running);
  return `Python ${python.version}`;
}

export const pythonEnvironment = installation({
  title: 'Python environment for notebooks and figures',
  expectation: 'about 380 MB on disk, a minute',
  file: 'requirements.txt',
  program: 'python',
  space: 500,
  begin: makeEnvironment,
});

export const labEnvironment = installation({
  title: 'JupyterLab',
  expectation: 'about 200 MB on disk, half a minute',
  file: 'requirements-lab.txt',
  program: 'jupyter-lab',
  space: 300,
});

export const snakemakeEnvironment = installation({
  title: 'Snakemake with its Slurm executor, for Python >= 3.11',
  expectation: 'about 250 MB on disk, half a minute',
  file: 'requirements-snakemake.txt',
  program: 'snakemake',
  space: 350,
});
