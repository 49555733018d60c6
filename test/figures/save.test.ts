import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { DataFrame } from 'danfojs-node';
import { UserError } from '../../src/errors';
import { writeResultsPage } from '../../src/figures/resultsPage';
import { readEntry, save } from '../../src/figures/save';
import { readDrawing } from '../../src/figures/show';
import { csvOf, formattedTable, plainTable } from '../../src/figures/table';
import { htmlOf } from '../../src/figures/tableHtml';
import { architecture } from '../../src/models/architecture';
import { saveTarget } from './saveTarget';

const outputFolder = mkdtempSync(path.join(tmpdir(), 'save-'));
const target = saveTarget(outputFolder);
const read = (name: string): string => readFileSync(path.join(outputFolder, name), 'utf8');
after(() => rmSync(outputFolder, { recursive: true }));

const rows = [
  {
    region: 1,
    model: 'CAE',
    mse: 0.0273530612,
    mse_sd: 0.00051971,
    difference: -0.000204,
    low: -0.0005,
    high: 0.00001,
    seeds: 3,
    printed_mse: 0.022,
  },
  {
    region: 1,
    model: 'CAE-FR2',
    mse: NaN,
    mse_sd: NaN,
    difference: NaN,
    low: NaN,
    high: NaN,
    seeds: 0,
    printed_mse: null,
  },
];

test('the CSV is tidy: one row a cell, plain headings, seven digits, nothing where nothing was run', async () => {
  await save(target, 'table2', {
    title: 'Table 2',
    caption: 'Simulated; seeds 1, 2, 3.',
    table: rows,
    notes: ['A note | with a bar.'],
  });
  assert.equal(
    read('table2.csv'),
    'region,model,mse,mse_sd,difference,low,high,seeds,printed_mse\n' +
      '1,CAE,0.02735306,0.00051971,-0.000204,-0.0005,0.00001,3,0.022\n1,CAE-FR2,,,,,,0,\n',
  );
  assert.equal(csvOf([{ name: 'a "b", c' }]), 'name\n"a ""b"", c"\n');
});

test('the Markdown table joins spread and interval, shows dashes, and says what fills them', () => {
  const text = read('table2.md');
  assert.match(text, /\| region \| model \| MSE \| difference \| seeds \| printed MSE \|/);
  assert.match(
    text,
    /\| 1 \| CAE \| 0\.0274 ± 0\.0005 \| −0\.000204 \[−0\.000500, 0\.000010\] \| 3 \| 0\.0220 \|/,
  );
  assert.match(text, /\| 1 \| CAE-FR2 \| — \| — \| 0 \| {2}\|/);
  assert.match(text, /- 1 not run: npm run reproduce -- --only table2/);
});

test('a figure is kept as Plotly JSON with title and caption in it; the entry knows title, caption and notes', async () => {
  await save(target, 'figure9', {
    title: 'A <b>',
    caption: 'Simulated.',
    figure: { data: [{ type: 'scatter', y: [1, 2] }], layout: { height: 300 } },
  });
  const { layout } = JSON.parse(read('figure9.plotly.json')) as {
    layout: { title: { text: string }; height: number; annotations: { text: string }[] };
  };
  assert.deepEqual(
    [layout.title.text, layout.annotations.at(-1)?.text, layout.height > 300],
    ['A &lt;b&gt;', 'Simulated.', true],
  );
  const entry = readEntry(read('figure9.item.json'));
  assert.deepEqual(
    [entry.title, entry.caption, entry.notes, entry.origin],
    ['A <b>', 'Simulated.', [], target.origin],
  );
  assert.deepEqual(
    readdirSync(outputFolder).filter((name) => name.endsWith('.part')),
    [],
  );
});

test('the entry of an item keeps what is missing apart from where nothing belongs', () => {
  const [, row] = readEntry(read('table2.item.json')).table!;
  assert.deepEqual([row.mse, row.seeds, row.printed_mse], [NaN, 0, null]);
});

test('the pictures of a figure go when another is saved, and stay with the same', async () => {
  const content = (y: number) => ({
    title: 'T',
    caption: 'c',
    figure: { data: [{ type: 'scatter' as const, y: [y] }], layout: {} },
  });
  await save(target, 'figure8', content(1));
  writeFileSync(path.join(outputFolder, 'figure8.svg'), picture);
  const isThere = (): boolean => readdirSync(outputFolder).includes('figure8.svg');
  await save(target, 'figure8', content(1));
  assert.ok(isThere());
  await save(target, 'figure8', content(2));
  assert.ok(!isThere());
});

test('an item needs something to save and a name that can be a file', async () => {
  await assert.rejects(
    save(target, 'table2', { title: '', caption: '' }),
    /needs a table or a figure/,
  );
  await assert.rejects(
    save(target, '../table2', { title: '', caption: '', table: rows }),
    /cannot name files/,
  );
});

test('danfo frames are tables too; HTML is escaped; counts have no decimals', () => {
  const frame = new DataFrame([
    { model: '<i>', count: 12, mse: 0.5 },
    { model: 'b', count: 3, mse: 0.25 },
  ]);
  const table = formattedTable(frame as unknown as Parameters<typeof formattedTable>[0]);
  assert.deepEqual(table.cells, [
    ['<i>', '12', '0.500'],
    ['b', '3', '0.250'],
  ]);
  assert.match(htmlOf(table), /&lt;i&gt;/);
  assert.equal(plainTable(table), 'model  count    MSE\n<i>       12  0.500\nb          3  0.250');
});

test('where a table has no room, a spread moves below its number and a text breaks at spaces, not at hyphens or in brackets', () => {
  const html = htmlOf(
    formattedTable([
      { model: 'CAE-FR2, regularised', verdict: 'undecided (0 seeds)', mse: 0.04, mse_sd: 0.001 },
    ]),
  );
  const together = (text: string): string => `<span style="white-space:nowrap">${text}</span>`;
  for (const text of [
    `>${together('CAE-FR2,')} regularised<`,
    `■</span>\u00a0undecided ${together('(0 seeds)')}<`,
    '>0.0400 ±\u00a00.0010<',
  ])
    assert.ok(html.includes(text), html);
});

const picture =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><title>A scheme</title><g ' +
  'class="dae"><rect x="1" y="1" width="3" height="3" fill="#FFFFFF"/><path d="M 0 0 L 1 1" ' +
  'marker-end="url(#end)"/></g></svg>\n';

test('a drawing is kept as it is, in the place of an earlier figure, and the page shows it', async () => {
  await save(target, 'figure1', {
    title: 'Fig. 1',
    caption: 'Plotted.',
    figure: { data: [], layout: {} },
  });
  await save(target, 'figure1', {
    title: 'Fig. 1. A "scheme"',
    caption: 'Drawn <by hand>.',
    figure: { svg: picture },
  });
  assert.equal(read('figure1.svg'), picture);
  assert.deepEqual(
    readdirSync(outputFolder)
      .filter((name) => name.startsWith('figure1.'))
      .sort(),
    ['figure1.item.json', 'figure1.svg'],
  );
  await writeResultsPage(outputFolder, {
    title: 't',
    description: 'd',
    origin: target.origin,
    notebookOf: () => undefined,
  });
  const page = read('index.html');
  for (const part of [
    'src="figure1.svg" alt="Fig. 1. A &quot;scheme&quot;"',
    'Drawn &lt;by hand&gt;.',
  ])
    assert.ok(page.includes(part), part);
});

test('a drawing that is missing or none is refused', () => {
  assert.throws(
    () => readDrawing(path.join(outputFolder, 'missing.svg')),
    (error) => error instanceof UserError && /There is no drawing/.test(error.message),
  );
  assert.throws(
    () => readDrawing(path.join(outputFolder, 'table2.md')),
    (error) => error instanceof UserError && /has to be an SVG/.test(error.message),
  );
});

test('Fig. 1 is a plain drawing with a box for every layer of the architecture', () => {
  const { svg } = readDrawing(path.join(__dirname, '../../notebooks/figure1.svg'));
  const boxes = (panel: string, kind: string): number =>
    svg.split(`<g class="${panel}">`)[1].split('</g>')[0].split(`class="${kind}"`).length - 1;
  // The dense layer behind the code, the decoder's blocks, and the layer that gives the image.
  const [encoder, decoder] = [architecture.encoder.length, 1 + architecture.decoder.length + 1];
  assert.deepEqual(
    ['dae', 'cnn', 'dae-nr'].map((panel) => [boxes(panel, 'encoder'), boxes(panel, 'decoder')]),
    [
      [encoder, decoder],
      [2, 0],
      [encoder, decoder],
    ],
  );
});
