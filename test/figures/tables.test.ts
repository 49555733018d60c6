import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ResultTable } from '../../src/figures/resultTable';
import { tableCsv } from '../../src/figures/tableCsv';
import { tableHtml } from '../../src/figures/tableHtml';
import { tableMarkdown } from '../../src/figures/tableMarkdown';

const table: ResultTable = {
  item: 'table0',
  title: 'A <table>',
  caption: 'Simulated & small.',
  columns: [
    { heading: 'Model' },
    { group: 'ours', heading: 'MSE', digits: 4 },
    { group: 'ours', heading: 'difference', digits: 2 },
  ],
  rows: [
    [
      { kind: 'text', text: 'CAE, "plain" | <b>' },
      { kind: 'measured', mean: 0.02312345678, spread: 0.0004, seeds: 3, failed: 1 },
      { kind: 'interval', estimate: -0.001, low: -0.5, high: 0.25 },
    ],
    [
      { kind: 'text', text: 'PCA' },
      { kind: 'measured', mean: 0.03, spread: null, seeds: null, failed: 0 },
      { kind: 'printed', value: -1.5 },
    ],
    [
      { kind: 'text', text: 'VAE' },
      { kind: 'missing', remedy: 'run this' },
      { kind: 'missing', remedy: 'run this' },
    ],
  ],
  notes: ['A note.'],
};

test('Markdown: mean, spread, seeds; intervals; dashes counted with their remedy', () => {
  const lines = tableMarkdown(table).split('\n');
  assert.equal(lines[4], '| Model | ours: MSE | ours: difference |');
  assert.equal(lines[6], '| CAE, "plain" \\| <b> | 0.0231 ± 0.0004 (3), 1 failed | 0.00 [−0.50, 0.25] |');
  assert.equal(lines[7], '| PCA | 0.0300 | −1.50 |');
  assert.equal(lines[8], '| VAE | — | — |');
  assert.deepEqual(lines.slice(10, 12), ['- A note.', '- — (2 cells): run this']);
});

test('CSV: full precision, one column for every part of a cell, quotes doubled', () => {
  const lines = tableCsv(table).split('\n');
  assert.equal(
    lines[0],
    'Model,ours: MSE,ours: MSE SD,ours: MSE seeds,ours: MSE failed,ours: difference,ours: difference low,ours: difference high',
  );
  assert.equal(lines[1], '"CAE, ""plain"" | <b>",0.02312346,0.0004,3,1,-0.001,-0.5,0.25');
  assert.equal(lines[2], 'PCA,0.03,,,0,-1.5,,');
  assert.equal(lines[3], 'VAE,,,,,,,');
});

test('HTML: nothing in a table can become markup', () => {
  const html = tableHtml(table);
  assert.ok(html.includes('A &lt;table&gt;') && html.includes('Simulated &amp; small.') && html.includes('| &lt;b&gt;'));
  assert.ok(!html.includes('<b>'));
  assert.match(html, /<th colspan="2"[^>]*>ours<\/th>/);
  assert.match(html, /title="run this"[^>]*>—</);
});
