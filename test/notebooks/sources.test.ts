import assert from 'node:assert/strict';
import { test } from 'node:test';
import { handTypedNumbers } from './handTypedNumbers';
import { codeCells, notebookSources } from './notebookSource';

for (const notebook of notebookSources) {
  const { name, cells } = notebook;

  test(`${name}: source without outputs, cells of at most 15 lines of 100 columns, unique ids`, () => {
    for (const { index, text, outputs, executionCount } of codeCells(notebook)) {
      assert.deepEqual(
        [outputs, executionCount],
        [[], null],
        `cell ${index} was committed with outputs`,
      );
      assert.ok(
        text.split('\n').length <= 15,
        `cell ${index} has ${text.split('\n').length} lines`,
      );
      for (const line of text.split('\n'))
        assert.ok(line.length <= 100, `cell ${index}: a line of ${line.length} columns`);
    }
    assert.equal(new Set(cells.map(({ id }) => id)).size, cells.length);
  });

  test(`${name}: our kernel; the first cell imports the package by its name, at most one more its companions`, () => {
    assert.equal(notebook.kernel, 'tslab-dae-nr');
    const importing = codeCells(notebook).filter(({ text }) => /^import\b/m.test(text));
    assert.deepEqual(
      importing.map(({ index }) => index),
      codeCells(notebook)
        .slice(0, importing.length)
        .map(({ index }) => index),
    );
    assert.match(importing[0].text, /^import \{[^}]*\} from 'dae-nr';$/);
    assert.ok(importing.length <= 2);
    for (const line of importing[1]?.text.split('\n') ?? [])
      assert.match(
        line,
        /^import \{[^}]*\} from '(danfojs-node|simple-statistics|@saehrimnir\/druidjs)';$/,
      );
  });

  test(`${name}: a question stands before every figure and table that is kept`, () => {
    for (const { index, text } of codeCells(notebook)) {
      if (!/^await save/m.test(text)) continue;
      const above = cells
        .slice(0, index)
        .reverse()
        .filter(({ kind }) => kind === 'markdown');
      assert.match(
        above
          .slice(0, 1)
          .map((cell) => cell.text)
          .join('\n'),
        /\*\*Before you look:\*\*[^?]*\?/,
        `cell ${index}`,
      );
    }
  });

  test(`${name}: no result is typed by hand`, () => {
    for (const { index, kind, text } of cells) {
      if (kind !== 'markdown') continue;
      assert.deepEqual(handTypedNumbers(text), [], `cell ${index}`);
      // In code and formulas too.
      assert.doesNotMatch(text, /(?<![\d.])[01]?\.\d{2,}|\d+(\.\d+)? ?(dB|%)/, `cell ${index}`);
    }
  });
}

test('the rule for hand-typed numbers finds results and lets settings and names pass', () => {
  for (const result of [
    'MSE is .0231',
    'a PCC of 0.47',
    '23.7 dB',
    'in 34 % of the neurons',
    'better by 12',
    '1,038,181 weights',
  ]) {
    assert.equal(handTypedNumbers(result).length, 1, result);
  }
  for (const setting of [
    'Table 2, App. Fig. 6 and 7, Eq. 3, 7',
    'CAE-FR2 of region 3 after `steps: 150`',
    '$\\epsilon = 10^{-5}$',
    'Klindt et al. (2017)',
    'a code of 100 numbers, 95 % interval',
    '## 03 · Readouts',
  ]) {
    assert.deepEqual(handTypedNumbers(setting), [], setting);
  }
});
