import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { editionOf, editions, type Edition } from '../../src/notebooks/edition';
import { sourceOf, type RawNotebook } from '../../src/notebooks/exercise';
import { writeEdition } from '../../src/notebooks/writeEdition';
import { exercisesOf } from './exerciseSources';
import { leaksIn } from './leaks';
import { notebookSources } from './notebookSource';
import { stagedNotebook } from './stagedNotebook';
import { strictErrors } from './strictTypes';

const rawNotebook = (name: string): RawNotebook => JSON.parse(stagedNotebook(name)) as RawNotebook;
const withExercises = notebookSources.filter((source) => exercisesOf(source).length > 0);
const made = (name: string, edition: Edition): RawNotebook =>
  editionOf(name, rawNotebook(name), edition, 'Ask for guesses first.');

test('no line of any solution is in the student edition: not in a cell, its metadata or outputs', () => {
  assert.ok(withExercises.length >= 6);
  for (const source of withExercises)
    assert.deepEqual(
      leaksIn(source, JSON.stringify(made(source.name, 'student'))),
      [],
      source.name,
    );
});

test('the leak test finds a line of a solution, and one in an output', () => {
  const [source] = withExercises;
  const [{ solution }] = exercisesOf(source);
  const [, , line] = solution.split('\n');
  assert.notDeepEqual(leaksIn(source, JSON.stringify({ outputs: [{ text: [solution] }] })), []);
  assert.notDeepEqual(leaksIn(source, JSON.stringify({ metadata: { line } })), []);
});

test('the instructor edition has every solution in its stub, and the notes below the title', () => {
  for (const source of withExercises) {
    const { cells } = made(source.name, 'instructor');
    assert.match(sourceOf(cells[1]), /^\*\*For the lecturer\*\*\n\nAsk for guesses first\.$/);
    for (const { solution, stub } of exercisesOf(source))
      assert.equal(sourceOf(cells.find(({ id }) => id === stub.id)!), solution);
  }
});

test('both editions are strictly typed, with checks that do not show the answer', () => {
  const modules = withExercises.flatMap(({ name }) =>
    editions.map((edition) => ({
      name: `${edition}-${name}`,
      cells: made(name, edition)
        .cells.filter(({ cell_type }) => cell_type === 'code')
        .map(sourceOf),
    })),
  );
  assert.deepEqual(strictErrors(modules), []);
});

test('exercises and checks carry the metadata of nbgrader, each with an id of its own', () => {
  for (const source of withExercises)
    for (const edition of editions) {
      const marks = made(source.name, edition).cells.flatMap(
        ({ metadata }) => (metadata.nbgrader ?? []) as { grade_id: string; grade: boolean }[],
      );
      assert.equal(marks.length, 2 * exercisesOf(source).length);
      assert.equal(new Set(marks.map(({ grade_id }) => grade_id)).size, marks.length);
      assert.equal(marks.filter(({ grade }) => grade).length, marks.length / 2);
    }
});

test('an answer that was saved into a source is refused, with the command that brings it back', () => {
  const [source] = withExercises;
  const raw = rawNotebook(source.name);
  const { stub, solution } = exercisesOf(source)[0];
  const cells = raw.cells.map((cell) =>
    cell.id === stub.id ? { ...cell, source: solution } : cell,
  );
  assert.throws(
    () => editionOf(source.name, { ...raw, cells }, 'student'),
    /^UserError: \S+ has a solution without an open cell below it .*git checkout notebooks\/\d\d/,
  );
});

test('a changed copy is never overwritten: a new version lies beside it', async () => {
  const [sources, folder] = ['sources', 'copies'].map((name) =>
    mkdtempSync(path.join(tmpdir(), `dae-nr-${name}-`)),
  );
  const name = '01-metrics.ipynb';
  const write = (): ReturnType<typeof writeEdition> => writeEdition(sources, folder, 'student');
  const copy = (file = name): string => readFileSync(path.join(folder, file), 'utf8');
  try {
    writeFileSync(path.join(sources, name), stagedNotebook(name));
    assert.deepEqual(await write(), [{ name, outcome: 'written' }]);
    assert.deepEqual(await write(), [{ name, outcome: 'unchanged' }]);
    // A new version of a copy that nobody has touched.
    const next = stagedNotebook(name).replace('Four numbers', 'Five numbers');
    writeFileSync(path.join(sources, name), next);
    assert.deepEqual(await write(), [{ name, outcome: 'written' }]);
    // The student writes; the notebook stays, then moves on.
    const answered = copy().replace('// your answer', '// mine');
    writeFileSync(path.join(folder, name), answered);
    assert.deepEqual(await write(), [{ name, outcome: 'kept' }]);
    writeFileSync(path.join(sources, name), next.replace('Five numbers', 'Six numbers'));
    for (let time = 0; time < 2; time++) {
      const [outcome] = await write();
      assert.ok(outcome.outcome === 'beside');
      assert.match(copy(outcome.beside), /Six numbers/);
    }
    assert.equal(copy(), answered);
    assert.equal(readdirSync(folder).filter((file) => file.endsWith('.ipynb')).length, 2);
  } finally {
    for (const one of [sources, folder]) rmSync(one, { recursive: true });
  }
});
