import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { bars } from '../../src/figures/bars';
import type { PlotlyFigure } from '../../src/figures/figureLayout';
import { histogram, scatter } from '../../src/figures/plots';
import { imageGrid } from '../../src/figures/imageGrid';
import { heatmaps } from '../../src/figures/heatmaps';
import { intervals } from '../../src/figures/intervals';
import { scatterPanels } from '../../src/figures/scatterPanels';
import { stimuliAndResponses } from '../../src/figures/stimuliAndResponses';
import { writeResultsPage } from '../../src/figures/resultsPage';
import { save } from '../../src/figures/save';
import { formattedTable } from '../../src/figures/table';
import { htmlOf } from '../../src/figures/tableHtml';
import { tinyRegion } from '../tinyRegion';
import { saveTarget } from './saveTarget';

/** What a neuron, a model, a folder or a region may be called. */
const name = '<img src=x onerror=alert(1)>';

const texts = { title: name, xTitle: name, yTitle: name };
const figures: Readonly<Record<string, PlotlyFigure>> = {
  bars: bars({
    ...texts,
    series: [name],
    rows: [[{ title: name, groups: [name], bars: [[{ value: 1 }]] }]],
  }),
  histogram: histogram({ ...texts, values: [1, 2], marks: [{ label: name, value: 1 }] }),
  grid: imageGrid({
    title: name,
    columns: [name],
    rows: [
      {
        label: name,
        images: {
          ...tinyRegion().testImages,
          shape: [1, 32, 32],
          values: tinyRegion().testImages.values.slice(0, 1024),
        },
        captions: [name],
      },
    ],
  }),
  intervals: intervals({
    title: name,
    rows: [[{ ...texts, model: name, points: [{ label: name, value: 1, low: 0, high: 2 }] }]],
  }),
  heatmaps: heatmaps({
    title: name,
    rows: [name],
    columns: [name],
    xTitle: name,
    colourTitle: name,
    panels: [{ title: name, values: [[1]] }],
    colours: 'levels',
  }),
  stimuliAndResponses: stimuliAndResponses(name, [
    {
      title: name,
      images: tinyRegion().testImages,
      responses: tinyRegion().testResponses,
    },
  ]),
  scatterPanels: scatterPanels({
    title: name,
    rows: [
      [{ ...texts, series: [{ label: name, x: [1], y: [1] }], marks: [{ label: name, x: 1 }] }],
    ],
  }),
  scatter: scatter({
    ...texts,
    series: [
      { label: name, x: [1], y: [1] },
      { label: `${name}2`, x: [2], y: [2] },
    ],
  }),
};

/**
 * Keys of a figure whose texts Plotly shows; `legendgroup` and `alignmentgroup` are only compared.
 */
function shownTexts(value: unknown, key = ''): string[] {
  if (typeof value === 'string') return /group$/.test(key) ? [] : [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([inner, entry]) =>
    shownTexts(entry, Array.isArray(value) ? key : inner),
  );
}

for (const [kind, figure] of Object.entries(figures)) {
  test(`${kind}: a name that looks like HTML is text`, () => {
    const shown = shownTexts(figure);
    assert.ok(shown.some((text) => text.includes('&lt;img')));
    assert.deepEqual(
      shown.filter((text) => text.includes('<img')),
      [],
    );
  });
}

test('tables in cells, Markdown, the page: a name that looks like HTML is text', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'escaping-'));
  try {
    const table = [
      { [name]: 1, model: name, mse: 0.5, mse_sd: 0.1 },
      { [name]: 2, model: 'CAE', mse: 0.4, mse_sd: 0.1 },
    ];
    assert.doesNotMatch(htmlOf(formattedTable(table)), /<img/);
    const target = saveTarget(folder);
    await save(target, 'table2', {
      title: name,
      caption: name,
      table: [...table, { model: name, seeds: 0 }],
      notes: [name],
    });
    await save(target, 'figure2', { title: name, caption: name, figure: figures.scatter });
    const claim = { claim: name, question: name, place: name, verdict: name, side: 'above' };
    await save(target, 'claims', {
      title: name,
      caption: name,
      table: [{ ...claim, difference: 1, low: 0, high: 2, smallest_effect: 1, seeds: 5 }],
    });
    await save({ ...target, origin: { ...target.origin, data: 'other' } }, 'other', {
      title: name,
      caption: name,
      table,
    });
    await writeResultsPage(folder, {
      title: name,
      description: name,
      origin: target.origin,
      notebookOf: () => undefined,
    });

    const page = readFileSync(path.join(folder, 'index.html'), 'utf8');
    // Its own pictures have a source; no tag has this one.
    assert.doesNotMatch(page, /<img src=x/);
    assert.ok(page.split('&lt;img src=x onerror=alert(1)&gt;').length > 8);
    assert.doesNotMatch(readFileSync(path.join(folder, 'table2.md'), 'utf8'), /(?<!\\)<img/);
    // A CSV is data: it holds the name itself.
    assert.ok(readFileSync(path.join(folder, 'table2.csv'), 'utf8').includes(name));
  } finally {
    rmSync(folder, { recursive: true });
  }
});
