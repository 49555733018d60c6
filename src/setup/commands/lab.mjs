import { prepare, usual } from '../prepare.mjs';
import { inRoot, pythonProgram } from '../project.mjs';
import { pythonEnvironmentVariables } from '../steps/pythonEnvironment.mjs';
import { runForeground } from '../runProcess.mjs';
import { kernelName } from '../steps/notebookKernel.mjs';

export const usage = `Usage: npm run lab [-- OPTIONS OF JUPYTER LAB]

Opens the notebooks in JupyterLab, reachable from this machine only and with its token;
installs JupyterLab into the project's own Python environment the first time.
  npm run lab -- --no-browser --port 8890`;

/**
 * The project's own JupyterLab: no news from outside, no kernel but ours to choose by mistake,
 * windows not shared with other projects.
 */
const settings = [
  '--ip=127.0.0.1',
  '--LabApp.default_url=/lab/tree/00-setup-and-data.ipynb',
  `--LabApp.app_settings_dir=${inRoot('src/setup/jupyterlab')}`,
  `--LabApp.workspaces_dir=${inRoot('.python/share/jupyter/lab/workspaces')}`,
  `--KernelSpecManager.allowed_kernelspecs=${kernelName}`,
  '--KernelSpecManager.ensure_native_kernel=False',
  `--MultiKernelManager.default_kernel_name=${kernelName}`,
  ...(process.getuid?.() === 0 ? ['--allow-root'] : []),
];

export async function run(args) {
  await prepare([...usual, 'labEnvironment']);
  const env = pythonEnvironmentVariables({ JUPYTER_PREFER_ENV_PATH: '1' });
  return runForeground(pythonProgram('jupyter-lab'), [...settings, ...args], {
    cwd: inRoot('notebooks'),
    env,
  });
}
