import { prepare } from '../prepare.mjs';
import { inRoot, pythonProgram } from '../project.mjs';
import { pythonEnvironmentVariables } from '../python.mjs';
import { runForeground } from '../runProcess.mjs';

const usage = `Usage: npm run lab [-- OPTIONS OF JUPYTER LAB]

Opens the notebooks in JupyterLab, reachable from this machine only and with its token;
installs JupyterLab into the project's own Python environment the first time.
  npm run lab -- --no-browser --port 8890`;

export async function run(args) {
  if (args.includes('--help') || args.includes('-h')) {
    console.log(usage);
    return 0;
  }
  await prepare(['npmDependencies', 'pythonEnvironment', 'nativeTensorFlow', 'notebookKernel', 'build', 'labEnvironment']);
  const isRoot = process.getuid?.() === 0;
  const options = ['--ip=127.0.0.1', ...(isRoot ? ['--allow-root'] : []), ...args];
  return runForeground(pythonProgram('jupyter-lab'), options, {
    cwd: inRoot('notebooks'),
    env: pythonEnvironmentVariables(),
  });
}
