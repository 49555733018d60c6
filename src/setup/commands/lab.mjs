import { existsSync } from 'node:fs';
import { SetupError } from '../messages.mjs';
import { prepare, usual } from '../prepare.mjs';
import { inRoot, pythonProgram } from '../project.mjs';
import { pythonEnvironmentVariables } from '../steps/pythonEnvironment.mjs';
import { runForeground } from '../runProcess.mjs';
import { kernelName } from '../steps/notebookKernel.mjs';

export const usage = `Usage: npm run lab [-- --train] [-- --edition student|instructor]
       [-- OPTIONS OF JUPYTER LAB]

Opens the notebooks in JupyterLab, reachable from this machine only and with its token;
installs JupyterLab into the project's own Python environment the first time.
They show the records that come with the package at once, and save what they make in figures/lab.
  --train   they train what their first line asks for instead (preset quick), and save it in
            figures/simulated-quick; so does a first line that asks for other data or a preset
  --edition student
            the copies in course/student, where git sees no change; npm run course makes them, here
            it is done the first time
  npm run lab -- --no-browser --port 8890`;

/** What notebooks reproduce here; DAE_NR_OPTIONS of the user goes before it. */
const fromRecords = JSON.stringify({ fromRecords: true, outputFolder: inRoot('figures/lab') });

/**
 * The project's own JupyterLab: no news from outside, no kernel but ours to choose by mistake,
 * windows not shared with other projects or folders.
 */
const settings = (workspaces) => [
  '--ip=127.0.0.1',
  '--LabApp.default_url=/lab/tree/00-setup-and-data.ipynb',
  `--LabApp.app_settings_dir=${inRoot('src/setup/jupyterlab')}`,
  `--LabApp.workspaces_dir=${inRoot('.python/share/jupyter/lab', workspaces)}`,
  `--KernelSpecManager.allowed_kernelspecs=${kernelName}`,
  '--KernelSpecManager.ensure_native_kernel=False',
  `--MultiKernelManager.default_kernel_name=${kernelName}`,
  '--Exporter.preprocessors=exported_figures.DrawFigures',
  ...(process.getuid?.() === 0 ? ['--allow-root'] : []),
];

/** The edition that is asked for, and the options that are JupyterLab's. */
function split(args) {
  const at = args.findIndex((arg) => /^--edition(=|$)/.test(arg));
  if (at < 0) return { rest: args };
  const [, inside] = args[at].split('=');
  const edition = inside ?? args[at + 1];
  if (!['student', 'instructor'].includes(edition))
    throw new SetupError(`--edition has to be student or instructor, not "${edition ?? ''}".`);
  return { edition, rest: args.toSpliced(at, inside === undefined ? 2 : 1) };
}

/** The folder of an edition, which is made where there is none. */
async function editionFolder(edition) {
  const folder = inRoot('course', edition);
  if (existsSync(folder)) return folder;
  const script = inRoot('dist/cli/courseCommand.js');
  if ((await runForeground(process.execPath, [script, '--edition', edition])) !== 0)
    throw new SetupError(`The ${edition} edition could not be made: see above.`);
  return folder;
}

export async function run(args) {
  const { edition, rest } = split(args);
  await prepare([...usual, 'labEnvironment']);
  const cwd = edition === undefined ? inRoot('notebooks') : await editionFolder(edition);
  const isTraining = rest.includes('--train');
  const env = pythonEnvironmentVariables({
    JUPYTER_PREFER_ENV_PATH: '1',
    // What its export of a notebook draws figures with.
    PYTHONPATH: inRoot('src/notebooks'),
    ...(isTraining ? {} : { DAE_NR_OPTIONS: process.env.DAE_NR_OPTIONS ?? fromRecords }),
  });
  const workspaces = edition === undefined ? 'workspaces' : `workspaces-${edition}`;
  const options = [...settings(workspaces), ...rest.filter((arg) => arg !== '--train')];
  return runForeground(pythonProgram('jupyter-lab'), options, { cwd, env });
}
