import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exercisesOf } from './exerciseSources';
import { notebookSources } from './notebookSource';
import { readmeCode } from './readmeCode';
import { moduleOf, strictErrors, type NotebookModule } from './strictTypes';

/** A notebook in which every stub has been replaced by its solution. */
function solved(source: (typeof notebookSources)[number]): NotebookModule {
  const solutions = new Map(exercisesOf(source).map(({ stub, solution }) => [stub.text, solution]));
  const { name, cells } = moduleOf(source);
  return { name: `solved-${name}`, cells: cells.map((text) => solutions.get(text) ?? text) };
}

test('the code of the notebooks, with stubs and solutions, and of the README is strictly typed', () => {
  const modules = [...notebookSources.map(moduleOf), ...notebookSources.map(solved), readmeCode];
  assert.deepEqual(strictErrors(modules), []);
});

test('the strict check sees what the kernel lets pass, and names notebook and cell', () => {
  const [importing] = moduleOf(notebookSources[0]).cells;
  const errors = strictErrors([
    {
      name: 'wrong.ipynb',
      cells: [
        importing,
        'const fine = 1;\nconst nothing: string = null;',
        'export const untyped = (value) => value;',
      ],
    },
  ]);
  assert.equal(errors.length, 2);
  assert.match(errors[0], /^wrong\.ipynb, cell 2, line 2: .*null/);
  assert.match(errors[1], /^wrong\.ipynb, cell 3, line 1: .*implicitly has an 'any' type/);
});
