import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { DataFrame } from 'danfojs-node';
import { formattedTable, plainTable } from '../../src/figures/formattedTable';
import { save, type SavedItem } from '../../src/figures/save';
import { csvOf, htmlOf } from '../../src/figures/tableFiles';

const outputFolder = mkdtempSync(path.join(tmpdir(), 'save-'));
const target = { outputFolder, commandFor: (item: string) => `npm run reproduce -- --only ${item}` };
const read = (name: string): string => readFileSync(path.join(outputFolder, name), 'utf8');
after(() => rmSync(outputFolder, { recursive: true }));

const rows = [
  { region: 1, model: 'CAE', mse: 0.0273530612, mse_sd: 0.00051971, difference: -0.000204, low: -0.0005, high: 0.00001, seeds: 3, printed_mse: 0.022 },
  { region: 1, model: 'CAE-FR2', mse: NaN, mse_sd: NaN, difference: NaN, low: NaN, high: NaN, seeds: 0, printed_mse: null },
];

test('the CSV is tidy: one row a cell, plain headings, seven digits, nothing where nothing was run', async () => {
  await save(target, 'table2', { title: 'Table 2', caption: 'Simulated; seeds 1, 2, 3.', table: rows, notes: ['A note | with a bar.'] });
  assert.equal(
    read('table2.csv'),
    'region,model,mse,mse_sd,difference,low,high,seeds,printed_mse\n1,CAE,0.02735306,0.00051971,-0.000204,-0.0005,0.00001,3,0.022\n1,CAE-FR2,,,,,,0,\n',
  );
  assert.equal(csvOf([{ name: 'a "b", c' }]), 'name\n"a ""b"", c"\n');
});

test('the Markdown table joins spread and interval, shows dashes, and says what fills them', () => {
  const text = read('table2.md');
  assert.match(text, /\| region \| model \| MSE \| difference \| seeds \| printed MSE \|/);
  assert.match(text, /\| 1 \| CAE \| 0\.0274 ± 0\.0005 \| −0\.000204 \[−0\.000500, 0\.000010\] \| 3 \| 0\.0220 \|/);
  assert.match(text, /\| 1 \| CAE-FR2 \| — \| — \| 0 \|  \|/);
  assert.match(text, /— \(1 row not run\): npm run reproduce -- --only table2/);
});

test('a figure is kept as Plotly JSON with title and caption in it; the entry knows title, caption, notes and files', async () => {
  await save(target, 'figure9', { title: 'A <b>', caption: 'Simulated.', figure: { data: [{ type: 'scatter', y: [1, 2] }], layout: { height: 300 } } });
  const { layout } = JSON.parse(read('figure9.plotly.json')) as { layout: { title: { text: string }; height: number; annotations: { text: string }[] } };
  assert.deepEqual([layout.title.text, layout.annotations.at(-1)?.text, layout.height > 300], ['A &lt;b&gt;', 'Simulated.', true]);
  const entry = JSON.parse(read('figure9.item.json')) as SavedItem;
  assert.deepEqual([entry.title, entry.caption, entry.files], ['A <b>', 'Simulated.', ['figure9.plotly.json']]);
  assert.deepEqual(readdirSync(outputFolder).filter((name) => name.endsWith('.part')), []);
});

test('an item needs something to save and a name that can be a file', async () => {
  await assert.rejects(save(target, 'table2', { title: '', caption: '' }), /needs a table or a figure/);
  await assert.rejects(save(target, '../table2', { title: '', caption: '', table: rows }), /cannot name files/);
});

test('danfo frames are tables too; HTML is escaped; counts have no decimals', () => {
  const frame = new DataFrame([{ model: '<i>', count: 12, mse: 0.5 }, { model: 'b', count: 3, mse: 0.25 }]);
  const table = formattedTable(frame as unknown as Parameters<typeof formattedTable>[0]);
  assert.deepEqual(table.cells, [['<i>', '12', '0.500'], ['b', '3', '0.250']]);
  assert.match(htmlOf(table), /&lt;i&gt;/);
  assert.equal(plainTable(table), 'model  count    MSE\n<i>       12  0.500\nb          3  0.250');
});
