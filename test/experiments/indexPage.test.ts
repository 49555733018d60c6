import assert from 'node:assert/strict';
import { test } from 'node:test';
import { experiments } from '../../src/experiments';
import { indexPage } from '../../src/experiments/indexPage';

const page = indexPage({
  title: 'Title',
  caption: 'Caption',
  plotlyFile: 'plotly.js',
  claims: { item: 'claims', title: 'Claims', caption: '', columns: [], rows: [], notes: [] },
  claimFindings: ['1. A <claim>.'],
  entries: experiments.map(({ item, title, notebook }) => ({ item, title, notebook, figure: undefined, table: undefined, findings: [], files: [`${item}.md`] })),
});

test('figures, tables, appendix, then our own, each by number; every item once in the navigation and once below', () => {
  const sections = [...page.matchAll(/<section id="item-([^"]+)"/g)].map(([, item]) => item);
  const links = [...page.matchAll(/href="#item-([^"]+)"/g)].map(([, item]) => item);
  assert.deepEqual(sections, links);
  assert.deepEqual([...sections].sort(), experiments.map(({ item }) => item).sort());
  const wanted = ['figure1', 'figure2', 'table1', 'table2', 'table4', 'figure5', 'figure6', 'figure7', 'table7', 'table8', 'table14', 'calibration'];
  assert.deepEqual(sections.filter((item) => wanted.includes(item)), wanted);
  assert.deepEqual([...page.matchAll(/<h2>([^<]+)<\/h2>/g)].map(([, heading]) => heading), ['Claims', 'Figures', 'Tables', 'Appendix', 'Only here']);
});

test('a link has the short name of its item', () => {
  assert.match(page, /<a href="#item-table2">Table 2<\/a>/);
});

test('the claims are told in short above their table', () => {
  assert.ok(page.indexOf('<p>1. A &lt;claim&gt;.</p>') < page.indexOf('<div class="result-table">'));
  assert.ok(page.includes('<p>1. A &lt;claim&gt;.</p>'));
});

test('all figures are named alike', () => {
  const names = experiments.filter(({ item }) => item.startsWith('figure')).map(({ title }) => title.split(':')[0]);
  assert.deepEqual(names, ['Fig. 1', 'Fig. 2', 'Fig. 3', 'Fig. 4', 'App. Fig. 5', 'App. Fig. 6', 'App. Fig. 7', 'App. Fig. 8']);
});
