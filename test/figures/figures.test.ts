import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Data } from 'plotly.js';
import { ndArray } from '../../src/data/ndArray';
import { bars } from '../../src/figures/bars';
import { colourOf } from '../../src/figures/colours';
import { imageGrid } from '../../src/figures/imageGrid';
import { heatmaps } from '../../src/figures/heatmaps';
import { intervals, type IntervalPanel } from '../../src/figures/intervals';
import { scatter } from '../../src/figures/plots';
import { scatterPanels } from '../../src/figures/scatterPanels';
import { stimuliAndResponses } from '../../src/figures/stimuliAndResponses';

const named = (data: readonly Data[], name: string): Data[] =>
  data.filter((trace) => trace.name === name);

test('a model has one colour in every figure, its layers another lightness, and models differ', () => {
  assert.equal(colourOf('CAE', 0), colourOf('CAE', 5));
  const names = [
    'CAE',
    'CAE, regularised',
    'CAE-FR2, regularised',
    'CAE-FR',
    'CAE-FR1',
    'CAE-FR2',
    'CAE-FC',
    'CAE-FM',
    'CNN-FR',
    'CNN-FC',
    'CNN-FM',
    'VAE',
    'VAE-FR',
    'VQ-VAE',
    'VQ-VAE-FR',
    'PCA-100',
  ];
  assert.equal(new Set(names.map((name) => colourOf(name))).size, names.length);
  assert.notEqual(colourOf('apples', 0), colourOf('pears', 1));
});

test('bars: chance is an open box, printed values open markers, pale and dark are in the key, nothing is a dash', () => {
  const { data, layout } = bars({
    title: 'Fig. 3',
    xTitle: 'layer',
    yTitle: 'neurons',
    series: ['CNN-FR', 'CAE-FR'],
    parts: ['significant', 'not significant'],
    rows: [
      [
        {
          title: 'region 3',
          total: 102,
          groups: ['1'],
          bars: [[{ value: 40, low: 36, high: 44, chance: { low: 2, high: 9 } }], [{ value: NaN }]],
        },
        { groups: ['1'], bars: [[{ value: 3, printed: [2, 5] }], []] },
      ],
    ],
  });
  assert.deepEqual(
    ['significant', 'not significant', 'chance', 'printed'].map((name) =>
      named(data, name).some((trace) => 'showlegend' in trace === false),
    ),
    [true, true, true, true],
  );
  assert.deepEqual([layout.shapes?.length, layout.shapes?.[0].fillcolor], [1, 'rgba(0,0,0,0)']);
  assert.ok(layout.annotations?.some(({ text }) => text === '—'));
  assert.deepEqual(
    [layout.yaxis?.range, (layout as { yaxis2: { rangemode: string } }).yaxis2.rangemode],
    [[0, 102], 'tozero'],
  );
});

test('an image grid has an image a cell, the scale of signed rows, and a place for what is missing', () => {
  const images = ndArray([2, 4, 4], new Float32Array(32).fill(-0.25));
  const { layout } = imageGrid({
    title: 'Fig. 2',
    columns: ['image 1', 'image 2'],
    rows: [
      { label: 'original', images, captions: ['20.1', '20.2'] },
      { label: 'difference', images, colours: 'signed' },
      { label: 'CAE', images: undefined, missing: 'not run' },
    ],
  });
  assert.equal(layout.images?.length, 4);
  const texts = layout.annotations?.map(({ text }) => text).join(' ') ?? '';
  for (const text of ['20.2', '±0.25 in full colour', 'not run'])
    assert.ok(texts.includes(text), text);
  assert.throws(
    () => imageGrid({ title: 'Fig. 2', columns: ['one'], rows: [{ label: 'two', images }] }),
    /more images/,
  );
});

test('intervals: the axis of differences is symmetrical and holds twice the smallest effect, that of levels starts at 0; what is missing is a dash', () => {
  const panel: IntervalPanel = {
    title: 'IR',
    xTitle: 'beta',
    yTitle: 'difference',
    model: 'CAE-FR2',
    points: [
      { label: '0', value: 0, isGiven: true },
      { label: '1', value: 2, low: 1, high: 4 },
      { label: '10', value: NaN },
    ],
  };
  const { data, layout } = intervals({
    title: 'Doses',
    rows: [[{ ...panel, smallestEffect: 1 }, panel], [{ ...panel, points: [], smallestEffect: 5 }]],
    given: 'by definition',
  });
  const ranges = [layout.yaxis, layout.yaxis2, layout.yaxis3].map(
    (axis) => axis?.range as [number, number],
  );
  assert.deepEqual(ranges[0], [-4.4, 4.4]);
  assert.equal(ranges[1][0], 0);
  assert.ok(ranges[2][1] >= 10);
  assert.deepEqual(
    layout.shapes?.map(({ y0, y1 }) => [y0, y1]),
    [
      [-1, 1],
      [-5, 5],
    ],
  );
  const [first] = data as unknown as {
    x: number[];
    error_y: { array: number[]; arrayminus: number[] };
    marker: { symbol: string[] };
  }[];
  assert.deepEqual(
    [first.x, first.error_y.array, first.error_y.arrayminus, first.marker.symbol],
    [
      [0, 1],
      [0, 2],
      [0, 1],
      ['circle-open', 'circle'],
    ],
  );
  assert.equal(layout.annotations?.filter(({ text }) => text === '—').length, 2);
  assert.equal(named(data, 'by definition').length, 1);
});

test('intervals: panels of a row share an axis where they are to be compared, and a band lies inside it', () => {
  const panel = (value: number, band?: IntervalPanel['band']): IntervalPanel => ({
    title: 'layers',
    xTitle: '',
    yTitle: '',
    model: 'CAE',
    points: [{ label: 'h1', value }],
    band,
  });
  const rows = [[panel(1), panel(10)], [panel(2, { low: 4, high: 5 })]];
  const { yaxis, yaxis2, yaxis3 } = intervals({
    title: 'Dimensions',
    rows,
    sharesAxis: true,
  }).layout;
  assert.deepEqual([yaxis?.range, yaxis2?.range], [yaxis2?.range, [0, 11]]);
  assert.deepEqual(yaxis3?.range, [0, 5.5]);
});

test('scatter panels: a series keeps its colour and has one entry in the key, however long; the title is not covered', () => {
  const names = ['truth', 'a model with a long name', 'another, whose name is longer still'];
  const series = [...names, 'and a last one with a name that nobody would shorten'].map(
    (label) => ({ label, x: [1, 2], y: [3, 4], low: [2, 3], high: [5, 6], joined: true }),
  );
  const panel = { title: 'neuron 1', xTitle: 'degrees', yTitle: 'response', series };
  const { data, layout } = scatterPanels({
    title: 'Tuning',
    rows: [[panel, { ...panel, series: series.slice(1), band: { low: 0, high: 9 } }]],
  });
  const traces = data as unknown as {
    name: string;
    showlegend: boolean;
    xaxis: string;
    line: { color: string };
    error_y: { array: number[] };
  }[];
  assert.deepEqual(
    traces.map(({ showlegend, xaxis }) => [showlegend, xaxis]),
    [
      [true, 'x'],
      [true, 'x'],
      [true, 'x'],
      [true, 'x'],
      [false, 'x2'],
      [false, 'x2'],
      [false, 'x2'],
    ],
  );
  assert.equal(traces[1].line.color, traces[4].line.color);
  assert.deepEqual(traces[0].error_y.array, [2, 2]);
  const second = (layout as { yaxis2: { range: number[] } }).yaxis2.range;
  assert.ok(second[0] < 0 && second[1] > 9, 'the band lies inside the axis');
  const short = scatter({ ...panel, title: 'Tuning', series: series.slice(0, 2) }).layout;
  assert.ok(layout.margin!.t! > short.margin!.t!, 'a key of two lines takes room of its own');
});

test('scatter: the line of equality spans both axes; a logarithmic axis is left to Plotly; a map has no numbers', () => {
  const points = { label: 'neurons', x: [0, 1], y: [5, 10] };
  const titles = { title: 'r', xTitle: 'x', yTitle: 'y' };
  const { layout } = scatter({ ...titles, series: [points], identity: true });
  assert.deepEqual(layout.xaxis?.range, layout.yaxis?.range);
  assert.deepEqual([layout.shapes?.length, layout.showlegend], [1, false]);
  const logarithmic = scatter({ ...titles, series: [points], xScale: 'log' }).layout;
  assert.deepEqual([logarithmic.xaxis?.type, logarithmic.xaxis?.range], ['log', undefined]);
  const map = scatter({ ...titles, series: [points], isMap: true }).layout;
  assert.equal(map.xaxis?.showticklabels, false);
});

test('heat maps: differences have one symmetrical scale for all panels, and what is missing is a dash', () => {
  const { data, layout } = heatmaps({
    title: 'Table 6',
    rows: ['FR', 'FC'],
    columns: ['1', '2'],
    xTitle: 'layer',
    colourTitle: 'joint minus CNN',
    panels: [
      {
        title: 'region 1',
        values: [
          [0.1, NaN],
          [-0.05, -0.0001],
        ],
      },
      {
        title: 'region 2',
        values: [
          [-0.3, 0.2],
          [undefined, 0],
        ],
      },
    ],
    colours: 'differences',
    digits: 3,
  });
  const { coloraxis } = layout as unknown as { coloraxis: { cmin: number; cmax: number } };
  assert.deepEqual([coloraxis.cmin, coloraxis.cmax], [-0.3, 0.3]);
  const traces = data as unknown as { text: string[][]; z: (number | null)[][]; xaxis: string }[];
  assert.deepEqual(traces[0].text, [
    ['0.100', '—'],
    ['-0.050', '0.000'],
  ]);
  assert.deepEqual([traces[1].z[1][0], traces[1].xaxis], [null, 'x2']);
});

test('App. Fig. 5: twelve images at most, the loudest neuron on top, colours up to the 99th percentile', () => {
  const images = ndArray([14, 2, 2, 1], new Float32Array(56).fill(0.5));
  const responses = ndArray(
    [14, 2],
    Float32Array.from({ length: 28 }, (_, place) => (place % 2 === 0 ? 1 : place)),
  );
  const { data } = stimuliAndResponses('App. Fig. 5', [{ title: 'Region 1', images, responses }]);
  const [stimuli, map] = data as unknown as { z: (number | null)[][]; zmax: number }[];
  assert.deepEqual([stimuli.z.length, stimuli.z[0].length], [3 * 4 - 2, 4 * 4 - 2]);
  assert.deepEqual([map.z.length, map.z[0][1], map.z[1][1]], [2, 3, 1]);
  assert.equal(map.zmax, 25);
});
