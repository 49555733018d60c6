import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { ResultTable, TableCell } from '../../src/figures/resultTable';
import { tableFrame } from '../../src/figures/tableFrame';

const text = (value: string): TableCell => ({ kind: 'text', text: value });
const dash: TableCell = { kind: 'missing', remedy: 'a command' };
const table: ResultTable = {
  item: 'neurons',
  title: '',
  caption: '',
  notes: [],
  columns: [{ heading: 'Region' }, { group: 'PCC', heading: 'CAE-FR2' }, { heading: 'never run' }, { heading: 'kind' }],
  rows: [
    [text('1'), { kind: 'measured', mean: 0.1, spread: null, seeds: 1, failed: 0 }, dash, text('simple')],
    [text('1'), { kind: 'printed', value: 0.3 }, dash, text('complex')],
    [text('2'), dash, dash, text('simple')],
  ],
};

test('a table becomes a danfo frame of numbers, without the columns that were never run', () => {
  const frame = tableFrame(table);
  assert.deepEqual(frame.columns, ['Region', 'PCC: CAE-FR2', 'kind']);
  assert.deepEqual(frame.values, [
    [1, 0.1, 'simple'],
    [1, 0.3, 'complex'],
    [2, NaN, 'simple'],
  ]);
});

test('the frame sorts and groups', () => {
  const frame = tableFrame({ ...table, rows: table.rows.slice(0, 2) });
  assert.deepEqual((frame.sortValues('PCC: CAE-FR2', { ascending: false }).head(1).values as unknown[][])[0], [1, 0.3, 'complex']);
  assert.deepEqual(frame.groupby(['Region']).col(['PCC: CAE-FR2']).mean().values, [[1, 0.2]]);
});
