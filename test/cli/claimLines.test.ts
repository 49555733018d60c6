import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { claimLines } from '../../src/cli/reproduceAll';
import { save } from '../../src/figures/save';
import { items } from '../../src/paper/items';

const row = {
  claim: '6a',
  question: 'if',
  rows: 12,
  holds: 1,
  reversed: 2,
  no_relevant_difference: 3,
  undecided: 1,
  not_manipulated: 2,
  not_tested: 3,
  fewest_seeds: 5,
};

test('reproduce ends with a line for each claim, from what notebook 09 saved; without claims with none', async () => {
  const outputFolder = mkdtempSync(path.join(tmpdir(), 'claims-'));
  try {
    assert.deepEqual(await claimLines(outputFolder, items), []);
    await save({ outputFolder, commandFor: () => '' }, 'claims-summary', {
      title: 'In short',
      caption: 'Made up.',
      table: [row],
    });
    const lines = await claimLines(outputFolder, items);
    assert.equal(
      lines[1],
      '  6a: if: of 12 rows 1 hold, 2 reversed, 3 without a relevant difference, 1 undecided, ' +
        '2 not manipulated, 3 not tested (5 seeds or more)',
    );
    assert.equal(lines.length, 3);
    assert.deepEqual(
      await claimLines(
        outputFolder,
        items.filter(({ item }) => item === 'table2'),
      ),
      [],
    );
  } finally {
    rmSync(outputFolder, { recursive: true });
  }
});
