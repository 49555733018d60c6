import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Data } from 'plotly.js';
import { ndArray } from '../../src/data/ndArray';
import { bars } from '../../src/figures/bars';
import { colourOf } from '../../src/figures/colours';
import { imageGrid } from '../../src/figures/imageGrid';
import { intervals, type IntervalPanel } from '../../src/figures/intervals';

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
