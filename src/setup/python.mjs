import { SetupError } from './messages.mjs';
import { runProcess } from './runProcess.mjs';

const oldest = [3, 10];
const candidates = ['python3', 'python', 'python3.14', 'python3.13', 'python3.12', 'python3.11', 'python3.10'];

const probe = `
import importlib.util as u, json, sys
print(json.dumps({"path": sys.executable, "version": sys.version_info[:3], "venv": all(map(u.find_spec, ("venv", "ensurepip")))}))`;

const hints = { darwin: 'brew install python', win32: 'winget install Python.Python.3.12' };

/** Python's own environment must not leak into the project-local one. */
export function pythonEnvironmentVariables(extra = {}) {
  const { PYTHONPATH, PYTHONHOME, ...env } = process.env;
  return { ...env, PIP_USER: '0', PIP_NO_INPUT: '1', PIP_DISABLE_PIP_VERSION_CHECK: '1', ...extra };
}

/**
 * The Python that makes the project-local environment: the first on the PATH that is new enough and has venv.
 * @returns its path and version, e.g. { path: '/usr/bin/python3', version: '3.11.2' }
 * @throws SetupError saying what to install
 */
export async function findPython() {
  const found = [];
  for (const name of candidates) {
    const answer = await runProcess(name, ['-c', probe], { env: pythonEnvironmentVariables() }).catch(() => '');
    if (answer === '') continue;
    const { path, version: numbers, venv } = JSON.parse(answer);
    const [isNew, version] = [numbers[0] > oldest[0] || (numbers[0] === oldest[0] && numbers[1] >= oldest[1]), numbers.join('.')];
    if (isNew && venv) return { path, version };
    found.push(`${name} is ${version}${isNew ? ' without venv' : ''}`);
  }
  const hint = hints[process.platform] ?? 'Debian and Ubuntu: apt-get install python3 python3-venv';
  const there = found.length === 0 ? 'Python was not found' : `No Python here will do (${found.join(', ')})`;
  throw new SetupError(`${there}: dae-nr needs Python ${oldest.join('.')} or newer with venv to run notebooks (${hint}).`);
}
