import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { experiments } from '../../src/experiments';
import { stagedNotebook } from '../notebooks/stagedNotebook';

interface Cell {
  readonly cell_type: 'code' | 'markdown';
  readonly source: readonly string[];
  readonly outputs?: readonly unknown[];
  readonly execution_count?: number | null;
}

const folder = path.join(__dirname, '..', '..', 'notebooks');
const names = readdirSync(folder).filter((name) => name.endsWith('.ipynb'));

for (const name of names) {
  const notebook = JSON.parse(stagedNotebook(name)) as {
    cells: readonly Cell[];
    metadata: { kernelspec: { name: string } };
  };
  const code = notebook.cells.filter(({ cell_type }) => cell_type === 'code');
  const prose = notebook.cells.filter(({ cell_type }) => cell_type === 'markdown').map(({ source }) => source.join(''));

  test(`${name}: our kernel, no outputs, short cells, one import cell`, () => {
    assert.equal(notebook.metadata.kernelspec.name, 'tslab-dae-nr');
    for (const { source, outputs, execution_count } of code) {
      assert.ok(source.length <= 15, `a cell has ${source.length} lines: ${source[0]}`);
      assert.deepEqual([outputs, execution_count], [[], null]);
    }
    const importing = code.filter(({ source }) => source.some((line) => line.startsWith('import ')));
    assert.equal(importing.length, 1);
    assert.match(importing[0].source.join(''), /^import \{[^}]*\} from 'dae-nr';$/);
  });

  test(`${name}: no result is typed by hand`, () => {
    for (const text of prose) {
      assert.doesNotMatch(text, /(?<![\d.])[01]?\.\d{2,}|\d+(\.\d+)? ?(dB|%)/, `looks like a result: ${text}`);
    }
  });

  test(`${name}: a question stands before every figure and table`, () => {
    notebook.cells.forEach(({ cell_type, source }, index) => {
      if (cell_type !== 'code' || !/reproduction\.(figure|table|claims)\(/.test(source.join(''))) return;
      const before = notebook.cells
        .slice(0, index)
        .filter((cell) => cell.cell_type === 'markdown')
        .at(-1)!;
      assert.match(before.source.join(''), /\*\*Before you look:\*\*.*\?/s);
    });
  });
}

test('every item is shown in a notebook that exists', () => {
  for (const { item, notebook } of experiments) {
    assert.ok(names.includes(notebook), `${notebook} of ${item} is missing`);
    assert.ok(stagedNotebook(notebook).includes(`'${item}'`), `${notebook} does not show ${item}`);
  }
});
