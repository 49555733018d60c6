import { cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { launchChromium } from './browser.mjs';
import { interruptTrainings } from './interruptTrainings.mjs';
import { startLab } from './labServer.mjs';
import { openNotebook } from './notebookPage.mjs';

const root = path.resolve(import.meta.dirname, '..', '..');
const usage = `Usage: npm run test:lab [-- --preset smoke|quick] [-- --from-records]
       [-- --only PART ...] [-- --no-interrupt] [-- --hanging-kaleido]

Opens every notebook in JupyterLab in a headless Chromium, as a reader does: Run All, no error,
live figures, tables, a progress line that changes, a second run after a restart that finds its
records; interrupts trainings and goes on. By hand, not part of npm test: it needs a browser (its
own 90 MB, or the program that DAE_NR_CHROMIUM names) and about ten minutes.
Works on copies in .cache/lab-test; pictures of every window land in .cache/lab-test/screenshots.`;

const { values: options } = parseArgs({
  options: {
    preset: { type: 'string', default: 'smoke' },
    'from-records': { type: 'boolean', default: false },
    only: { type: 'string', multiple: true, default: [] },
    'no-interrupt': { type: 'boolean', default: false },
    'hanging-kaleido': { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});
if (options.help) {
  console.log(usage);
  process.exit(0);
}

const scratch = path.join(root, '.cache', 'lab-test');
const notebooksFolder = path.join(scratch, 'notebooks');
const screenshots = path.join(scratch, 'screenshots');
const secondsSince = (start) => `${Math.round((performance.now() - start) / 1000)} s`;

function prepareFolders() {
  rmSync(scratch, { recursive: true, force: true });
  mkdirSync(screenshots, { recursive: true });
  cpSync(path.join(root, 'notebooks'), notebooksFolder, {
    recursive: true,
    filter: (file) => !file.includes('.ipynb_checkpoints'),
  });
  cpSync(path.join(import.meta.dirname, 'fixtures'), notebooksFolder, { recursive: true });
}

/** Title and number of points: tells a figure from an earlier drawing of it. */
const signature = ({ data, layout }) =>
  `${layout.title?.text} (${data.map(({ x, z }) => (x ?? z ?? []).length).join(', ')} points)`;

/** What is wrong with a notebook after Run All, in sentences. */
async function readNotebook(browser, address, name) {
  const problems = [];
  const start = performance.now();
  const notebook = await openNotebook(browser, address, name);
  try {
    await notebook.startAll();
    const progress = await notebook.watchWhile(notebook.untilExecuted());
    const firstRun = secondsSince(start);
    problems.push(...(await notebook.complaints()));

    const cells = await notebook.codeCells();
    const outputs = cells.flatMap((cell) => cell.outputs);
    const bundles = outputs.filter(({ data }) => data?.['application/vnd.plotly.v1+json']);
    const figures = bundles.map(({ data }) => signature(data['application/vnd.plotly.v1+json']));
    const drawn = (await notebook.drawnFigures()).map(signature);
    const undrawn = figures.filter((figure) => !drawn.includes(figure));
    if (undrawn.length > 0)
      problems.push(
        `${undrawn.length} of ${figures.length} figures are not drawn live as they were ` +
          `sent: ${undrawn.join('; ')}`,
      );
    const dumped = outputs.filter(({ output_type: type, data, text }) =>
      /\$data|\[object Object\]|DataFrame \{/.test(
        type === 'stream' ? String(text) : String(data?.['text/plain']),
      ),
    );
    if (dumped.length > 0)
      problems.push(`${dumped.length} outputs show the insides of an object instead of a table`);
    const tooWide = await notebook.tooWide();
    if (tooWide.length > 0) problems.push(`wider than a window of 1280 px: ${tooWide.join(', ')}`);
    await notebook.photograph(screenshots, name.replace('.ipynb', ''));

    const again = performance.now();
    await notebook.restartAndRunAll();
    const secondProgress = await notebook.watchWhile(notebook.untilExecuted());
    problems.push(
      ...(await notebook.complaints()).map((sentence) => `after a restart: ${sentence}`),
    );
    if (notebook.strangers.size > 0)
      problems.push(`asked other hosts for ${[...notebook.strangers].join(', ')}`);
    const tables = outputs.filter(({ data }) =>
      String(data?.['text/html']).includes('<table'),
    ).length;
    console.log(
      `${name}: ${cells.length} code cells in ${firstRun}, ${drawn.length} live figures, ` +
        `${tables} tables, ` +
        `${progress.length} different progress lines; again after a restart in ` +
        `${secondsSince(again)}, ${secondProgress.length} progress lines`,
    );
    return { problems, progress: progress.length };
  } catch (error) {
    await notebook.page.screenshot({ path: path.join(screenshots, `${name}-stuck.png`) });
    return {
      problems: [
        ...problems,
        `stuck after ${secondsSince(start)}: ${error.message.split('\n')[0]}`,
      ],
      progress: 0,
    };
  } finally {
    await notebook.close();
  }
}

/**
 * A folder for PYTHONPATH: whoever imports Kaleido, which draws static pictures, waits for ever.
 */
function hangingKaleido() {
  const folder = path.join(scratch, 'hanging');
  mkdirSync(folder);
  writeFileSync(
    path.join(folder, 'kaleido.py'),
    'import time\n\nwhile True:\n    time.sleep(60)\n',
  );
  return { PYTHONPATH: folder };
}

prepareFolders();
const lab = await startLab(notebooksFolder, {
  // What the notebooks save, too, stays away from the repository's figures.
  DAE_NR_OPTIONS: JSON.stringify({
    ...(options['from-records'] ? { fromRecords: true } : { preset: options.preset }),
    outputFolder: path.join(scratch, 'figures'),
  }),
  DAE_NR_RECORDS: path.join(scratch, 'records'),
  JUPYTERLAB_SETTINGS_DIR: path.join(scratch, 'settings'),
  ...(options['hanging-kaleido'] ? hangingKaleido() : {}),
});
const browser = await launchChromium();
const problems = [];
try {
  console.log(
    `Chromium ${browser.version()}, ` +
      (options['from-records'] ? 'from records' : `preset ${options.preset}`) +
      (options['hanging-kaleido'] ? ', Kaleido hangs' : ''),
  );
  const names = readdirSync(path.join(root, 'notebooks')).filter(
    (name) =>
      name.endsWith('.ipynb') &&
      (options.only.length === 0 || options.only.some((part) => name.includes(part))),
  );
  let progressLines = 0;
  for (const name of names.sort()) {
    const found = await readNotebook(browser, lab.address, name);
    progressLines += found.progress;
    problems.push(...found.problems.map((sentence) => `${name}: ${sentence}`));
  }
  if (options.only.length === 0 && progressLines < 2)
    problems.push('no progress line changed in any notebook');
  if (!options['no-interrupt'])
    problems.push(
      ...(await interruptTrainings(browser, lab.address, screenshots)).map(
        (sentence) => `interrupt: ${sentence}`,
      ),
    );
} finally {
  await browser.close();
  await lab.stop();
}
for (const sentence of problems) console.error(`PROBLEM  ${sentence}`);
console.log(
  problems.length === 0
    ? 'Everything works.'
    : `${problems.length} problems; pictures are in ${path.relative(root, screenshots)}.`,
);
process.exitCode = problems.length === 0 ? 0 : 1;
