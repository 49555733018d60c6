import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { hashOf, readStamp, writeStamp } from '../files.mjs';
import { SetupError } from '../messages.mjs';
import { inRoot, pythonProgram, root } from '../project.mjs';
import { runProcess } from '../runProcess.mjs';

const oldest = [3, 10];
const candidates = [
  'python3',
  'python',
  'python3.14',
  'python3.13',
  'python3.12',
  'python3.11',
  'python3.10',
];

const probe = `
import importlib.util as u, json, sys
venv = all(map(u.find_spec, ("venv", "ensurepip")))
print(json.dumps({"path": sys.executable, "version": sys.version_info[:3], "venv": venv}))`;

const hints = { darwin: 'brew install python', win32: 'winget install Python.Python.3.12' };

/** Python's own environment must not leak into the project-local one. */
export function pythonEnvironmentVariables(extra = {}) {
  const { PYTHONPATH, PYTHONHOME, ...env } = process.env;
  return { ...env, PIP_USER: '0', PIP_NO_INPUT: '1', PIP_DISABLE_PIP_VERSION_CHECK: '1', ...extra };
}

/**
 * The Python that makes the project-local environment: the first on the PATH that is new enough and
 * has venv.
 * @returns its path and version, e.g. { path: '/usr/bin/python3', version: '3.11.2' }
 * @throws SetupError saying what to install
 */
export async function findPython() {
  const found = [];
  for (const name of candidates) {
    const answer = await runProcess(
      'Looking for Python',
      name,
      ['-c', probe],
      pythonEnvironmentVariables(),
    ).catch(() => '');
    if (answer === '') continue;
    const { path, version: numbers, venv } = JSON.parse(answer);
    const [isNew, version] = [
      numbers[0] > oldest[0] || (numbers[0] === oldest[0] && numbers[1] >= oldest[1]),
      numbers.join('.'),
    ];
    if (isNew && venv) return { path, version };
    found.push(`${name} is ${version}${isNew ? ' without venv' : ''}`);
  }
  const hint = hints[process.platform] ?? 'Debian and Ubuntu: apt-get install python3 python3-venv';
  const there =
    found.length === 0 ? 'Python was not found' : `No Python here will do (${found.join(', ')})`;
  throw new SetupError(
    `${there}: dae-nr needs Python ${oldest.join('.')} or newer with venv to run notebooks ` +
      `(${hint}).`,
  );
}

/** Runs pip of the project's own environment: every package pinned by hash and none built here. */
export function runPip(what, [command, ...args], environment) {
  const options = [
    '-m',
    'pip',
    command,
    '--quiet',
    '--no-cache-dir',
    '--only-binary=:all:',
    '--require-hashes',
    ...args,
  ];
  return runProcess(
    what,
    pythonProgram('python'),
    options,
    pythonEnvironmentVariables(environment),
  );
}

/**
 * A step that installs a requirements file, of which `program` is there then, once `begin` has made
 * what it goes into.
 */
function installation({ title, expectation, file, program, begin = () => undefined }) {
  const requirements = inRoot('src/setup', file);
  const stampFile = inRoot('.python', `.${file}.stamp`);
  // A virtual environment holds absolute paths: one that was moved, or whose Python was replaced,
  // is made anew.
  const currentStamp = () =>
    hashOf(readFileSync(requirements), root, realpathSync(pythonProgram('python')));
  return {
    title,
    expectation: () => expectation,
    isCurrent: () =>
      ['python', program].every((name) => existsSync(pythonProgram(name))) &&
      readStamp(stampFile) === currentStamp(),
    async run() {
      const remark = await begin();
      // Each list is complete.
      await runPip('Installing the Python packages (pip install)', [
        'install',
        '--no-deps',
        '-r',
        requirements,
      ]);
      writeStamp(stampFile, currentStamp());
      return remark;
    },
  };
}

export const pythonEnvironment = installation({
  title: 'Python environment for notebooks and figures',
  expectation: 'about 380 MB on disk, a minute',
  file: 'requirements.txt',
  program: 'python',
  async begin() {
    const { path, version } = await findPython();
    await runProcess(
      'Making the Python environment (python -m venv)',
      path,
      ['-m', 'venv', '--clear', inRoot('.python')],
      pythonEnvironmentVariables(),
    );
    return `Python ${version}`;
  },
});

export const labEnvironment = installation({
  title: 'JupyterLab',
  expectation: 'about 200 MB on disk, half a minute',
  file: 'requirements-lab.txt',
  program: 'jupyter-lab',
});

export const snakemakeEnvironment = installation({
  title: 'Snakemake with its Slurm executor, for Python >= 3.11',
  expectation: 'about 250 MB on disk, half a minute',
  file: 'requirements-snakemake.txt',
  program: 'snakemake',
});
