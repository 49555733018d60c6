import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { readEntry } from '../../src/figures/save';
import { formattedTable, type Row } from '../../src/figures/table';
import { htmlOf } from '../../src/figures/tableHtml';

const cellsOf = (...rows: readonly Row[]): Record<string, string>[] => {
  const { headings, cells } = formattedTable(rows);
  return cells.map((row) => Object.fromEntries(row.map((text, index) => [headings[index], text])));
};

test('an interval stands beside its own estimate, whatever column is between', () => {
  for (const between of ['smallest_effect', 'smallest effect', 'p', 'seeds', 'sd']) {
    const [row] = cellsOf({ difference: 2, [between]: 1.5, low: 1, high: 3 });
    assert.equal(row.difference, '2 [1, 3]', between);
    assert.doesNotMatch(row[between.replace('_', ' ')], /\[/);
  }
});

test('an interval in which the number before it does not lie stands alone', () => {
  const [row] = cellsOf({ plain: 7, low: 1, high: 3 });
  assert.deepEqual(row, { plain: '7', low: '1', high: '3' });
});

test('of two estimates each has its own interval', () => {
  const [row] = cellsOf({ mse: 2, mse_low: 1, mse_high: 3, difference: 5, low: 4, high: 6 });
  assert.deepEqual(row, { MSE: '2 [1, 3]', difference: '5 [4, 6]' });
});

test('no committed table shows a number beside an interval in which it does not lie', () => {
  const folder = path.join(__dirname, '../../figures');
  const saved = (readdirSync(folder, { recursive: true }) as string[]).filter((name) =>
    name.endsWith('.item.json'),
  );
  let shown = 0;
  for (const name of saved) {
    const { table = [], digits } = readEntry(readFileSync(path.join(folder, name), 'utf8'));
    for (const text of formattedTable(table, digits).cells.flat()) {
      const [value, low, high] = (/^(\S+)(?: ± \S+)? \[(\S+), (\S+)\]$/.exec(text) ?? [])
        .slice(1)
        .map((part) => Number(part.replace('−', '-')));
      if (value === undefined) continue;
      shown++;
      assert.ok(low <= value && value <= high, `${name}: ${text}`);
    }
  }
  assert.ok(shown > 100);
});

test('no probability is 0, and a column in which nothing belongs is not shown', () => {
  const rows = [
    { model: 'a', p: 0.0000001, printed: null },
    { model: 'b', p: 0, printed: null },
  ];
  assert.deepEqual(cellsOf(...rows), [
    { model: 'a', p: '< 0.001' },
    { model: 'b', p: '< 0.001' },
  ]);
});

test('a verdict has one colour, whatever it says in brackets', () => {
  const colours = ['not tested (3 seeds)', 'not tested', 'holds', 'reversed (late)'].map(
    (verdict) => /color:(#\w+)/.exec(htmlOf(formattedTable([{ verdict }])))?.[1],
  );
  assert.equal(colours[0], colours[1]);
  assert.equal(new Set(colours).size, 3);
  assert.ok(!htmlOf(formattedTable([{ model: 'holds' }])).includes('color:#'));
});
