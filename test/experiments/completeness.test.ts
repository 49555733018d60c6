import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { experiments } from '../../src/experiments';
import { notebookSources } from '../notebooks/notebookSource';

const root = path.resolve(__dirname, '../..');

/** What the paper has, App. Tables 8 to 13 as our one table of hyper-parameters. */
const paperItems = [
  ...[1, 2, 3, 4, 5, 6, 7, 8].map((number) => `figure${number}`),
  ...[1, 2, 3, 4, 5, 6, 7, 8, 14].map((number) => `table${number}`),
];

function text(name: string): string {
  return readFileSync(path.join(root, name), 'utf8');
}

test('every item of the paper is made, and shown by a notebook', () => {
  const made = experiments.map(({ item }) => item);
  assert.deepEqual(paperItems.filter((item) => !made.includes(item)), []);
  for (const { item, notebook } of experiments) {
    const source = notebookSources.find(({ name }) => name === notebook);
    assert.ok(source?.cells.some(({ text: cell }) => cell.includes(`'${item}'`)), `${notebook} does not show ${item}`);
  }
});

test('every item is on the committed index page and has its files beside it', () => {
  const page = text('figures/simulated-paper/index.html');
  const items = experiments.map(({ item }) => item);
  assert.deepEqual(items.filter((item) => !page.includes(`<section id="item-${item}">`)), []);
  const isThere = (item: string): boolean => ['md', 'plotly.json'].some((ending) => existsSync(path.join(root, 'figures/simulated-paper', `${item}.${ending}`)));
  assert.deepEqual([...items, 'claims'].filter((item) => !isThere(item)), []);
});

test("every item is in the README's table of notebooks, and the claims are named", () => {
  const readme = text('README.md');
  assert.deepEqual([...experiments.map(({ item }) => item)].filter((item) => !readme.includes(`\`${item}.*\``)), []);
  assert.ok(readme.includes('claims.md'));
});
