import { UserError } from '../errors';
import {
  exercisesIn,
  hasSolution,
  sourceOf,
  withoutSolution,
  type Exercise,
  type RawCell,
  type RawNotebook,
} from './exercise';

/** For whom a copy of a notebook is. */
export const editions = ['student', 'instructor'] as const;
export type Edition = (typeof editions)[number];

/** Points of an exercise in nbgrader. */
const points = 1;

/** What nbgrader has to know of a cell, in its schema 3. */
function gradedAs(id: string, isSolution: boolean): object {
  return {
    grade: !isSolution,
    grade_id: id,
    locked: !isSolution,
    ...(isSolution ? {} : { points }),
    schema_version: 3,
    solution: isSolution,
    task: false,
  };
}

/** Markdown and code as a source has them: no outputs, no counts, metadata of ours only. */
function freshCell(cell: RawCell, text: string, metadata: object = {}): RawCell {
  const { cell_type, id } = cell;
  const source = text.split(/(?<=\n)/);
  const common = { cell_type, id, metadata: { ...metadata }, source };
  return cell_type === 'code' ? { ...common, outputs: [], execution_count: null } : common;
}

/** The check of an exercise: `checkExercise` judges what `show` would print with the answer. */
function checkText(text: string, { name }: Exercise): string {
  return text.replace(
    /^show\((\n?)/m,
    (_show, line: string) => `checkExercise('${name}', () =>${line === '' ? ' ' : line}`,
  );
}

/** The first cell of code, which also imports what the checks call. */
function withCheckImported(text: string): string {
  return text.includes('checkExercise')
    ? text
    : text.replace(/^import \{(\s*)/, (start, space: string) => `${start}checkExercise,${space}`);
}

function requireStubs(name: string, { cells }: RawNotebook): void {
  const stubs = new Set(exercisesIn(cells).map(({ stub }) => stub));
  const filled = cells.findIndex(
    (cell, index) =>
      cell.cell_type === 'markdown' && hasSolution(sourceOf(cell)) && !stubs.has(index + 1),
  );
  if (filled >= 0)
    throw new UserError(
      `${name} has a solution without an open cell below it (cell ${filled + 2}): an answer was ` +
        `saved into the source; bring it back with "git checkout notebooks/${name}".`,
    );
}

/** A Markdown cell of the lecturer's, below the title of a notebook. */
function notesCell(first: RawCell, notes: string): RawCell {
  return {
    cell_type: 'markdown',
    id: `${first.id}-notes`,
    metadata: {},
    source: `**For the lecturer**\n\n${notes}`.split(/(?<=\n)/),
  };
}

/**
 * A copy of a notebook for students, with stubs and without any solution, or for lecturers, with
 * the solutions filled in and their notes below the title. Exercises carry nbgrader's metadata.
 * @param name of the file, for messages
 * @param notes Markdown for the lecturer; '' for none
 * @throws UserError where the source holds an answer instead of a stub
 */
export function editionOf(
  name: string,
  notebook: RawNotebook,
  edition: Edition,
  notes = '',
): RawNotebook {
  requireStubs(name, notebook);
  const exercises = exercisesIn(notebook.cells);
  const atStub = new Map(exercises.map((exercise) => [exercise.stub, exercise]));
  const atCheck = new Map(exercises.map((exercise) => [exercise.stub + 1, exercise]));
  const firstCode = notebook.cells.findIndex(({ cell_type }) => cell_type === 'code');
  const cells = notebook.cells.map((cell, index) => {
    const text = sourceOf(cell);
    const [open, checked] = [atStub.get(index), atCheck.get(index)];
    if (open) {
      const answer = edition === 'instructor' ? open.solution : text;
      return freshCell(cell, answer, { nbgrader: gradedAs(open.name, true) });
    }
    if (checked)
      return freshCell(cell, checkText(text, checked), {
        nbgrader: gradedAs(`${checked.name}-check`, false),
      });
    if (cell.cell_type === 'markdown') return freshCell(cell, withoutSolution(text));
    const isImport = index === firstCode && exercises.length > 0;
    return freshCell(cell, isImport ? withCheckImported(text) : text);
  });
  if (edition === 'instructor' && notes !== '') cells.splice(1, 0, notesCell(cells[0], notes));
  const { kernelspec, language_info } = notebook.metadata;
  return {
    cells,
    metadata: { ...(kernelspec && { kernelspec }), ...(language_info && { language_info }) },
    nbformat: notebook.nbformat,
    nbformat_minor: notebook.nbformat_minor,
  };
}
