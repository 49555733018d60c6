import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import type { Dataset } from '../../src/data/region';
import { experimentContext } from '../../src/experiments/context';
import type { WrittenItems } from '../../src/experiments/experiment';
import { writeItems } from '../../src/experiments/writeItems';
import { missingKaleido } from '../../src/figures/kaleido';
import { tinyRegion } from '../tinyRegion';

const region = {
  ...tinyRegion({ images: 30, testImages: 12 }),
  dataset: { name: '<my> mouse', kind: 'real', fingerprint: 'beef' } as const,
};
const dataset: Dataset = { identity: region.dataset, folder: '/nowhere', regions: [1], loadRegion: async () => region };
const context = experimentContext(dataset, 'quick');

let folder = '';
let written: WrittenItems;

before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'dae-nr items '));
  written = await writeItems({
    context,
    dataset,
    lookup: () => undefined,
    outputFolder: path.join(folder, 'out'),
    evidence: { cache: path.join(folder, 'evidence') },
  });
});
after(() => rm(folder, { recursive: true, force: true }));

function read(name: string): Promise<string> {
  return readFile(path.join(folder, 'out', name), 'utf8');
}

test('every item that the data can have is written, in every format', async () => {
  const expected = [
    'table2.md',
    'table2.csv',
    'table4.md',
    'table4.csv',
    'claims.md',
    'claims.csv',
    'index.html',
    'plotly.js',
    'figure2.plotly.json',
    'figure5.plotly.json',
  ];
  const pictures = missingKaleido() === undefined ? ['figure2.svg', 'figure2.png', 'figure5.png'] : [];
  for (const name of [...expected, ...pictures]) {
    assert.ok(written.files.includes(name), `${name} is not among ${written.files.join(', ')}`);
    assert.ok((await stat(path.join(folder, 'out', name))).size > 0);
  }
  assert.deepEqual(
    written.warnings.filter((warning) => !warning.includes('Kaleido')),
    ['figure7 was not made, because <my> mouse does not have its region.'],
  );
});

test('the index page needs no network, and data cannot become markup', async () => {
  const page = await read('index.html');
  const links = [...page.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, link]) => link);
  assert.ok(links.includes('plotly.js'));
  assert.deepEqual(
    links.filter((link) => /^[a-z]+:|^\//i.test(link)),
    [],
  );
  assert.equal(page.match(/<script/g)!.length, page.match(/<\/script>/g)!.length);
  assert.ok(page.includes('&lt;my&gt; mouse') && !page.includes('<my>'));
});

test('dashes of untrained cells carry a command', async () => {
  assert.match(await read('table2.md'), /\| 1 \| CAE \| — \| — \| — \|/);
  assert.match(
    await read('table2.md'),
    /— \(18 cells\): not trained yet; npm run reproduce -- --preset quick --data FOLDER --only table2/,
  );
});

test('the same input gives the same tables and figures, now with baselines from the cache', async () => {
  const names = ['table2.md', 'table4.csv', 'claims.md', 'figure2.plotly.json', 'figure5.plotly.json', 'index.html'];
  const first = await Promise.all(names.map(read));
  await writeItems({
    context,
    dataset: { ...dataset, loadRegion: () => Promise.reject(new Error('not from the cache')) },
    lookup: () => undefined,
    outputFolder: path.join(folder, 'out'),
    evidence: { cache: path.join(folder, 'evidence') },
  });
  assert.deepEqual(await Promise.all(names.map(read)), first);
});

test('--only writes what it names and leaves the rest of the page', async () => {
  const only = await writeItems({
    context,
    dataset,
    lookup: () => undefined,
    outputFolder: path.join(folder, 'out'),
    evidence: { cache: path.join(folder, 'evidence') },
    items: ['table4'],
  });
  assert.deepEqual(only.files, ['table4.md', 'table4.csv', 'claims.md', 'claims.csv', 'plotly.js', 'index.html']);
  assert.match(await read('index.html'), /id="item-table2"/);
  const unknown = writeItems({
    context,
    dataset,
    lookup: () => undefined,
    outputFolder: path.join(folder, 'other'),
    items: ['table44'],
  });
  await assert.rejects(unknown, /There is no item table44; choose from figure1, figure2/);
});
