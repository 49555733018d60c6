import { runProcess } from './runProcess.mjs';
import { SetupError } from './setupError.mjs';

const oldest = [3, 10];
const candidates = ['python3', 'python', 'python3.13', 'python3.12', 'python3.11', 'python3.10'];

const probe = `
import importlib.util, json, sys
print(json.dumps({
    "path": sys.executable,
    "version": list(sys.version_info[:3]),
    "venv": all(importlib.util.find_spec(name) for name in ("venv", "ensurepip")),
}))`;

const installHint =
  process.platform === 'darwin'
    ? 'brew install python'
    : process.platform === 'win32'
      ? 'winget install Python.Python.3.12'
      : 'Debian and Ubuntu: apt-get install python3 python3-venv';

/** Python's own environment must not leak into the project-local one. */
export function pythonEnvironmentVariables(extra = {}) {
  const env = { ...process.env, PIP_USER: '0', PIP_NO_INPUT: '1', PIP_DISABLE_PIP_VERSION_CHECK: '1', ...extra };
  delete env.PYTHONPATH;
  delete env.PYTHONHOME;
  return env;
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
    const { path, version, venv } = JSON.parse(answer);
    const isNew = version[0] > oldest[0] || (version[0] === oldest[0] && version[1] >= oldest[1]);
    if (isNew && venv) return { path, version: version.join('.') };
    found.push({ name, version: version.join('.'), isNew });
  }
  const lacksVenv = found.find(({ isNew }) => isNew);
  if (lacksVenv) {
    throw new SetupError(
      `Python ${lacksVenv.version} (${lacksVenv.name}) lacks the venv module: install it (${installHint}) and run the command again.`,
    );
  }
  const [old] = found;
  const needs = `Python ${oldest.join('.')} or newer with venv`;
  throw new SetupError(
    old
      ? `Python ${old.version} is too old: dae-nr needs ${needs} (${installHint}).`
      : `Python was not found: dae-nr needs ${needs} to run notebooks (${installHint}).`,
  );
}
