import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { REGION_FILES } from '../../src/data/layout';
import { ndArray } from '../../src/data/ndArray';
import { writeNpy } from '../../src/data/npy';
import { createRandom } from '../../src/data/random';
import { tinyRegion } from '../tinyRegion';

const root = path.resolve(__dirname, '../..');
const patienceMilliseconds = 1_200_000;
const neurons = 12;
const repeats = 4;

/** What does not apply to recordings of another area in sessions, wherever a reader looks. */
const foreign =
  /\bregions?\b|\bV1\b|\bmouse\b|\bcalcium\b|\bsimulated\b|true neuron|printed (value|difference|for)|Antol/i;
/**
 * What stays: the command's own words for data sets, whose numbers the models are trained with, and
 * names of parts of an image.
 */
const allowed =
  /hyper-parameters chosen on the simulation|search on the simulation|--region|simulated-400|data set simulated/gi;

let folder: string;
let terminal: string;
const output = (...names: string[]): string => path.join(folder, 'out', ...names);

before(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'words-'));
  const data = path.join(folder, 'tiny-v4');
  for (const session of [7, 8]) {
    const region = tinyRegion({ images: 60, testImages: 12, neurons, seed: session });
    const target = path.join(data, `region${session}`);
    mkdirSync(target, { recursive: true });
    const write = (name: string, values: Parameters<typeof writeNpy>[1]) =>
      writeNpy(path.join(target, name), values);
    await write(REGION_FILES.trainingImages, region.trainingImages);
    await write(REGION_FILES.trainingResponses, region.trainingResponses);
    await write(REGION_FILES.testImages, region.testImages);
    // Single trials of the first session only.
    const random = createRandom(session, 'trials');
    const { values, shape } = region.testResponses;
    const trials = Array.from({ length: repeats }, () =>
      Array.from(values, (value) => Math.max(0, value + 0.3 * random.normal())),
    );
    const means = Array.from(
      values,
      (_, index) => trials.reduce((sum, trial) => sum + trial[index], 0) / repeats,
    );
    if (session === 7) {
      await write(
        REGION_FILES.testTrials,
        ndArray([repeats, ...shape], Float32Array.from(trials.flat())),
      );
      await write(REGION_FILES.testResponses, ndArray(shape, Float32Array.from(means)));
    } else await write(REGION_FILES.testResponses, region.testResponses);
  }
  writeFileSync(
    path.join(data, 'dataset.json'),
    JSON.stringify({
      area: 'V4',
      species: 'macaque',
      unit: 'session',
      stimuli: 'photographs',
      responses: 'spike counts',
      citation: 'Nobody 2026',
    }),
  );
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    [
      path.join(root, 'dist/cli/reproduceCommand.js'),
      ...['--data', data, '--preset', 'smoke', '--output', output()],
    ],
    {
      cwd: root,
      timeout: patienceMilliseconds,
      maxBuffer: 1e8,
      env: { ...process.env, DAE_NR_RECORDS: path.join(folder, 'records') },
    },
  );
  terminal = stdout + stderr;
});
after(() => rmSync(folder, { recursive: true, force: true }));

/** Places of words that do not apply, with what stands around them. */
function foreignWords(text: string): string[] {
  const rest = text.replace(allowed, '').replaceAll(folder, '');
  return [...rest.matchAll(new RegExp(foreign, 'gi'))].map(({ index }) =>
    rest.slice(Math.max(0, index - 60), index + 60),
  );
}

test('tables, captions and titles', () => {
  const names = readdirSync(output()).filter((name) => /\.(md|item\.json)$/.test(name));
  assert.ok(names.length > 40);
  assert.deepEqual(
    names.flatMap((name) =>
      foreignWords(readFileSync(output(name), 'utf8')).map((at) => [name, at]),
    ),
    [],
  );
});

interface Notebook {
  readonly cells: readonly {
    readonly outputs?: readonly {
      readonly text?: readonly string[];
      readonly data?: Readonly<Record<string, unknown>>;
    }[];
  }[];
}

test('what the cells of the notebooks show', () => {
  for (const name of readdirSync(output('notebooks')).filter((file) => file.endsWith('.ipynb'))) {
    const { cells } = JSON.parse(readFileSync(output('notebooks', name), 'utf8')) as Notebook;
    const shown = cells
      .flatMap(({ outputs = [] }) => outputs)
      .flatMap(({ text = [], data = {} }) => [...text, ...[data['text/plain'] ?? []].flat()])
      // Says once what of the text does not apply.
      .filter((text) => !String(text).includes('does not apply to these data'));
    assert.deepEqual(foreignWords(shown.join('')), [], name);
  }
});

test('the page and the terminal', () => {
  const page = readFileSync(output('index.html'), 'utf8').replace(
    /<(script|style)[\s\S]*?<\/\1>/g,
    '',
  );
  assert.deepEqual(foreignWords(page.replace(/<[^>]*>/g, ' ')), []);
  assert.deepEqual(foreignWords(terminal), []);
});

test('a session without trials says so', () => {
  const ceilings = readFileSync(output('ceilings.md'), 'utf8');
  assert.match(ceilings, /\b7\b/);
  assert.match(terminal + ceilings + readFileSync(output('table4.md'), 'utf8'), /trials/);
});
