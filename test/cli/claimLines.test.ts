import assert from 'node:assert/strict';
import { test } from 'node:test';
import { claimLines } from '../../src/cli/closingReport';
import type { PageEntry } from '../../src/figures/resultsPage';
import type { Row } from '../../src/figures/table';
import { items } from '../../src/paper/items';
import { saveTarget } from '../figures/saveTarget';

const row = {
  claim: '6a',
  question: 'if',
  place: 'region 3',
  side: 'below',
  difference: -2,
  low: -3,
  high: -1,
  smallest_effect: 0.5,
  verdict: 'holds',
  seeds: 5,
};
const claims = (...table: readonly Row[]): PageEntry[] => [
  {
    item: 'claims',
    origin: saveTarget('').origin,
    title: '',
    caption: '',
    notes: [],
    table,
    files: [],
    figure: undefined,
  },
];

test('reproduce ends with a line for each claim, from what notebook 09 saved', () => {
  const entries = claims(
    row,
    { ...row, difference: 1, low: 0, high: 2, verdict: 'undecided' },
    { ...row, verdict: 'undecided' },
  );
  assert.deepEqual(claimLines(entries, items), [
    'What replicates:',
    '  6a: if. 1 holds, 2 undecided. 2 of 3 estimates are on the claimed side.',
    '  Every row, with its interval: claims.md.',
  ]);
});

test('where nothing was tested that is one line, and without claims there is none', () => {
  const [line, ...others] = claimLines(claims({ ...row, seeds: 1 }, { ...row, seeds: 4 }), items);
  assert.match(line, /no claim was tested; a verdict needs 5 seeds/);
  assert.deepEqual(others, []);
  const onlyTable2 = items.filter(({ item }) => item === 'table2');
  assert.deepEqual([...claimLines([], items), ...claimLines(claims(row), onlyTable2)], []);
});
