import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

import { openDataset } from '../../src/data/dataset';
import { experimentContext } from '../../src/experiments/context';
import { gatherMaterial } from '../../src/experiments/material';
import { recordLookups } from '../../src/experiments/recordLookups';
import { selectExperiments } from '../../src/experiments/selectExperiments';
import { tableMarkdown } from '../../src/figures/tableMarkdown';
import { createRecordLibrary } from '../../src/runs/recordLibrary';

const root = path.resolve(__dirname, '../..');
const committed = path.join(root, 'figures/simulated-paper');

test('every committed result table is what the committed records give', async () => {
  const dataset = await openDataset('simulated');
  const context = experimentContext(dataset, 'paper');
  const material = await gatherMaterial(context, dataset, recordLookups(createRecordLibrary({ committedOnly: true }), context, true));
  for (const { item, table } of selectExperiments(['table2', 'table3', 'table4', 'figure4', 'figure8'])) {
    assert.equal(readFileSync(path.join(committed, `${item}.md`), 'utf8').trim(), tableMarkdown(table!(material)).trim(), item);
  }
});

test("the README's result rows stand in the committed tables", () => {
  const readme = readFileSync(path.join(root, 'README.md'), 'utf8');
  const [, results] = /## What the runs in this repository show\n([^]*?)\n## /.exec(readme) ?? [];
  const rows = (results ?? '').split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| ---'));
  assert.ok(rows.length >= 8, `${rows.length} rows`);
  const tables = ['table2.md', 'table3.md', 'table4.md', 'figure4.md'].map((name) => readFileSync(path.join(committed, name), 'utf8')).join('\n');
  for (const row of rows) {
    assert.ok(tables.split('\n').includes(row), row);
  }
});

test('every file that the README links to exists', () => {
  const readme = readFileSync(path.join(root, 'README.md'), 'utf8');
  const links = [...readme.matchAll(/\]\(([^)#:]+)\)/g)].map(([, target]) => target);
  assert.ok(links.length > 5);
  assert.deepEqual(links.filter((target) => !existsSync(path.join(root, target))), []);
});
