import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { contentsLabel, writeResultsPage } from '../../src/figures/resultsPage';
import { save } from '../../src/figures/save';
import { saveTarget } from './saveTarget';

const folder = mkdtempSync(path.join(tmpdir(), 'page-'));
after(() => rmSync(folder, { recursive: true }));

test('the page holds what was saved, escaped, in the order of the paper, with the notebook that computed it', async () => {
  const target = saveTarget(folder);
  mkdirSync(path.join(folder, 'notebooks'));
  writeFileSync(path.join(folder, 'notebooks', '05-reconstruction.ipynb'), '{}');
  const figure = { data: [{ type: 'scatter' as const, y: [1], name: '</script><b>' }], layout: {} };
  await save(target, 'table12', { title: 'Table 12. Twelve', caption: 'c', table: [{ a: 1 }] });
  await save(target, 'my-own', {
    title: 'A reader <i>',
    caption: 'c & d',
    table: [{ model: '<b>', mse: 0.5 }],
    notes: ['x < y'],
  });
  await save(target, 'figure2', { title: 'Fig. 2. Two', caption: 'c', figure });
  await save(target, 'table2', { title: 'Table 2. Two', caption: 'c', table: [{ a: 1 }] });
  await writeResultsPage(folder, {
    title: 'Title & more',
    description: 'what',
    origin: target.origin,
    notebookOf: (item) =>
      item === 'table2' ? '05-reconstruction.ipynb' : item === 'table12' ? '02.ipynb' : undefined,
  });
  const page = readFileSync(path.join(folder, 'index.html'), 'utf8');
  const order = ['item-figure2', 'item-table2', 'item-table12', 'item-my-own'].map((id) =>
    page.indexOf(`id="${id}"`),
  );
  assert.deepEqual(
    [...order].sort((left, right) => left - right),
    order,
  );
  assert.ok(order[0] > 0);
  for (const text of [
    'Title &amp; more',
    'A reader &lt;i&gt;',
    '&lt;b&gt;',
    'c &amp; d',
    'x &lt; y',
    'href="notebooks/05-reconstruction.ipynb"',
    'href="table2.csv"',
  ])
    assert.ok(page.includes(text), text);
  assert.doesNotMatch(page, /<\/script><b>/);
  // A notebook that was not executed here is not linked.
  assert.doesNotMatch(page, /02\.ipynb/);
  assert.ok(readFileSync(path.join(folder, 'plotly.js')).length > 1e6);
});

test('a page that is passed on has no pictures of what is withheld, and no notebooks', async () => {
  const shared = mkdtempSync(path.join(tmpdir(), 'withheld-'));
  try {
    const target = saveTarget(shared, 'ours');
    const figure = { data: [], layout: { title: { text: 'Photographs' } } };
    for (const item of ['figure2', 'figure3'])
      await save(target, item, { title: item, caption: 'c', table: [{ a: 1 }], figure });
    for (const item of ['figure2', 'figure3'])
      writeFileSync(path.join(shared, `${item}.svg`), '<svg></svg>');
    mkdirSync(path.join(shared, 'notebooks'));
    writeFileSync(path.join(shared, 'notebooks', '05.ipynb'), '{}');
    await writeResultsPage(shared, {
      title: 'T',
      description: 'd',
      origin: target.origin,
      notebookOf: () => '05.ipynb',
      withheld: ['figure2'],
    });
    const page = readFileSync(path.join(shared, 'index.html'), 'utf8');
    const sources = [...page.matchAll(/(?:src|href)="([^"#]+)"/g)].map(([, file]) => file);
    assert.ok(sources.includes('figure3.svg') && sources.includes('figure2.csv'));
    assert.deepEqual(
      sources.filter((file) => /^figure2\.(svg|png|plotly)|notebooks/.test(file)),
      [],
    );
    assert.match(page, /photographs that are not ours/);
    assert.doesNotMatch(readFileSync(path.join(shared, 'live.js'), 'utf8'), /figure2/);
  } finally {
    rmSync(shared, { recursive: true, force: true });
  }
});

test('items of other data or weights are left out of a page, and named', async () => {
  const shared = mkdtempSync(path.join(tmpdir(), 'shared-'));
  try {
    const content = { title: 'A table', caption: 'c', table: [{ a: 1 }] };
    const [ours, theirs] = [saveTarget(shared, 'ours'), saveTarget(shared, 'theirs')];
    const weighted = { ...ours, origin: { ...ours.origin, weights: 'mine' } };
    await save(ours, 'table2', content);
    await save(theirs, 'table7', content);
    await save(weighted, 'table4', content);
    await writeResultsPage(shared, {
      title: 't',
      description: 'd',
      origin: ours.origin,
      notebookOf: () => undefined,
    });
    const page = readFileSync(path.join(shared, 'index.html'), 'utf8');
    assert.match(page, /id="item-table2"/);
    assert.doesNotMatch(page, /id="item-table[47]"/);
    assert.match(page, /Left out, .*: table4, table7\./);
  } finally {
    rmSync(shared, { recursive: true });
  }
});

test('a heading of the contents is short and tells items apart', () => {
  for (const [title, label] of [
    ['Fig. 2. Reconstructions of test images, region 3', 'Fig. 2 · Reconstructions of test images'],
    ['App. Tables 8 to 13 (our counterpart). Every trial', 'App. Tables 8 to 13 · Every trial'],
    ['Differences behind Fig. 3: neurons', 'Differences behind Fig. 3: neurons'],
    ['Antolik et al. 2016', 'Antolik et al. 2016'],
  ])
    assert.equal(contentsLabel(title), label);
});
