import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { writeResultsPage } from '../../src/figures/resultsPage';
import { save } from '../../src/figures/save';

const folder = mkdtempSync(path.join(tmpdir(), 'page-'));
after(() => rmSync(folder, { recursive: true }));

test('the page holds what was saved, escaped, in the order of the paper, with the notebook that computed it', async () => {
  const target = { outputFolder: folder, commandFor: () => '' };
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
  await writeResultsPage(folder, 'Title & more', 'what', (item) =>
    item === 'table2' ? '05-reconstruction.ipynb' : undefined,
  );
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
    'href="notebooks/05-reconstruction.html"',
    'href="table2.csv"',
  ])
    assert.ok(page.includes(text), text);
  assert.doesNotMatch(page, /<\/script><b>/);
  assert.ok(readFileSync(path.join(folder, 'plotly.js')).length > 1e6);
});
