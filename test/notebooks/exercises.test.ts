import assert from 'node:assert/strict';
import { test } from 'node:test';
import vm from 'node:vm';
import * as statistics from 'simple-statistics';
import ts from 'typescript';
import * as library from '../../src/index';
import { exercisesOf } from './exerciseSources';
import { notebookSources } from './notebookSource';

/**
 * Runs an answer and the check below it, as the kernel would: what the column `right` of the table
 * that it shows says, row by row.
 */
function rightRows(answer: string, check: string): boolean[] {
  const shown: Record<string, unknown>[][] = [];
  const context = {
    exports: {},
    ...statistics,
    ...library,
    Math,
    Float32Array,
    show: (rows: Record<string, unknown>[]) => shown.push(rows),
  };
  vm.runInNewContext(
    ts.transpile(`${answer}\n${check}`, {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.CommonJS,
    }),
    context,
  );
  assert.equal(shown.length, 1, 'a check shows one table');
  assert.ok(
    shown[0].every((row) => 'right' in row),
    'with a column right',
  );
  // A list of this realm, which deepEqual compares with others.
  return Array.from(shown[0], ({ right }) => right as boolean);
}

for (const { name, notebook, stub, solution, hasHint, check } of notebookSources.flatMap(
  exercisesOf,
)) {
  test(`${notebook.name}, ${name}: has a hint; the check rejects the stub and accepts the solution`, () => {
    assert.ok(hasHint, 'no folded hint above the cell');
    assert.equal(check.kind, 'code', 'the check stands below the stub');
    const [open, solved] = [rightRows(stub.text, check.text), rightRows(solution, check.text)];
    assert.ok(open.length >= 2 && !open.includes(true), 'the stub is refused throughout');
    assert.ok(!solved.includes(false), `the solution is refused: ${solved.join(', ')}`);
  });
}
