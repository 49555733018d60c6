import assert from 'node:assert/strict';
import { test } from 'node:test';
import { table2 } from '../../src/experiments/table2';
import { table4 } from '../../src/experiments/table4';
import type { ResultTable, TableCell } from '../../src/figures/resultTable';
import { fullHeading, tableNotes } from '../../src/figures/tableText';
import { fakeMaterial } from './fakeReproduction';

function cell(table: ResultTable, region: string, model: string, heading: string): TableCell {
  const row = table.rows.find(
    ([first, second]) => first.kind === 'text' && first.text === region && second.kind === 'text' && second.text === model,
  )!;
  return row[table.columns.findIndex((column) => fullHeading(column) === heading)];
}

test('Table 2 averages over seeds and gives their sample standard deviation', () => {
  const material = fakeMaterial(({ seed }) => ({ mse: seed === 1 ? 0.02 : 0.03, error: 1 }));
  const measured = cell(table2.table!(material), '3', 'CAE', 'ours: MSE');
  assert.ok(measured.kind === 'measured');
  assert.ok(Math.abs(measured.mean - 0.025) < 1e-9);
  assert.ok(Math.abs(measured.spread! - 0.01 / Math.SQRT2) < 1e-9);
  assert.deepEqual([measured.seeds, measured.failed], [2, 0]);
});

test('a failed run is counted and never averaged', () => {
  const material = fakeMaterial(({ seed, readout }) => (readout !== null || seed === 1 ? 'failed' : { mse: 0.02, error: 1 }));
  const table = table2.table!(material);
  const measured = cell(table, '1', 'CAE', 'ours: MSE');
  assert.ok(measured.kind === 'measured');
  assert.deepEqual([measured.seeds, measured.failed, measured.spread], [1, 1, null]);
  assert.deepEqual(cell(table, '1', 'CAE-FR2', 'ours: MSE'), { kind: 'text', text: 'failed (2)' });
});

test('what was not trained is a dash with the command that fills it', () => {
  const table = table4.table!(fakeMaterial(() => undefined, { preset: 'quick', seeds: [1] }));
  assert.deepEqual(cell(table, '3', 'CNN-FR1', 'ours: PCC'), {
    kind: 'missing',
    remedy: 'not trained yet; npm run reproduce -- --preset quick --only table4',
  });
  assert.deepEqual(cell(table, '1', 'CNN-FR1', 'ours: PCC'), {
    kind: 'missing',
    remedy: 'not trained yet; npm run reproduce -- --preset paper --only table4',
  });
  assert.ok(tableNotes(table).some((note) => note.startsWith('— (12 cells): ')));
});

test('shipped records stand in a column of their own and never fill ours', () => {
  const material = fakeMaterial(
    () => undefined,
    { preset: 'quick', seeds: [1] },
    ({ preset }) => (preset === 'paper' ? { mse: 0.02, error: 0.1 } : undefined),
  );
  const table = table2.table!(material);
  assert.equal(cell(table, '3', 'CAE', 'ours: MSE').kind, 'missing');
  const shipped = cell(table, '3', 'CAE', 'shipped records, preset paper: MSE');
  assert.ok(shipped.kind === 'measured');
  assert.equal(shipped.seeds, 5);
});

test('differences are paired with the right rival', () => {
  const material = fakeMaterial(({ readout, autoencoder }) => ({
    mse: readout === null ? 0.02 : 0.018,
    error: autoencoder === null ? 2 : 0.1,
  }));
  const reconstruction = table2.table!(material);
  assert.deepEqual(cell(reconstruction, '2', 'CAE', 'ours: compared with'), { kind: 'text', text: 'PCA-100' });
  const gain = cell(reconstruction, '2', 'CAE-FR3', 'ours: difference in MSE [95 %]');
  assert.ok(gain.kind === 'interval');
  assert.ok(Math.abs(gain.estimate + 0.002) < 1e-9 && gain.high < 0);
  const similarity = table4.table!(material);
  const rise = cell(similarity, '1', 'CAE-FR2', 'ours: difference [95 %]');
  assert.ok(rise.kind === 'interval' && rise.low > 0);
  const below = cell(similarity, '1', 'CNN-FR2', 'ours: difference [95 %]');
  assert.ok(below.kind === 'interval' && below.high < 0);
});

test("printed values stand beside the paper's regions only", () => {
  const own = { name: 'my-mouse', kind: 'real', fingerprint: 'abcd' } as const;
  const printed = (table: ResultTable): boolean => table.columns.some(({ group }) => group?.startsWith('printed'));
  assert.equal(printed(table2.table!(fakeMaterial(() => undefined))), true);
  const table = table4.table!(fakeMaterial(() => undefined, { dataset: own }));
  assert.equal(printed(table), false);
  assert.match(tableNotes(table).join(), /--data FOLDER --only table4/);
  assert.ok(table.rows.every((row) => row.length === table.columns.length));
});
