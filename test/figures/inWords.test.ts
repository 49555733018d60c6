import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inWords } from '../../src/figures/inWords';

const content = {
  title: 'Table 2, all regions',
  caption: 'Region 210325; a preregion is none.',
  notes: ['One region a row.'],
  table: [{ region: 210325, place: 'region 210325, layer 2', mse: 0.1, printed_mse: null }],
  figure: {
    data: [{ type: 'bar' as const, name: 'region 210325', y: [1] }],
    layout: { title: { text: 'Region 210325' } },
  },
};

test('where regions are sessions, readers see sessions: headings, cells, captions, notes and figures', () => {
  assert.deepEqual(inWords(content, 'session'), {
    title: 'Table 2, all sessions',
    caption: 'Session 210325; a preregion is none.',
    notes: ['One session a row.'],
    table: [{ session: 210325, place: 'session 210325, layer 2', mse: 0.1 }],
    figure: {
      data: [{ type: 'bar', name: 'session 210325', y: [1] }],
      layout: { title: { text: 'Session 210325' } },
    },
  });
});

test('texts of a drawing change, its pictures do not', () => {
  const svg = '<svg><image href="data:image/png;base64,AA+region+BB"/><text>region 1</text></svg>';
  const { figure } = inWords({ ...content, figure: { svg } }, 'session');
  assert.equal(
    figure.svg,
    '<svg><image href="data:image/png;base64,AA+region+BB"/><text>session 1</text></svg>',
  );
});

test('a column of printed values without any stays away; other empty columns stay', () => {
  const { table } = inWords({ ...content, table: [{ mse: null, printed_mse: null }] }, 'region');
  assert.deepEqual(table, [{ mse: null }]);
  const printed = [{ printed_mse: 1 }, { printed_mse: null }];
  assert.deepEqual(inWords({ ...content, table: printed }, 'region').table, printed);
});
