import { exercisesOf } from './exerciseSources';
import type { NotebookSource } from './notebookSource';

/** Shorter lines, such as a closing bracket, say nothing. */
const telling = 20;

/**
 * Lines of a notebook's solutions that occur in a text, as JSON writes them, and stand neither in
 * a stub nor in another cell of the notebook.
 */
export function leaksIn(source: NotebookSource, text: string): readonly string[] {
  const exercises = exercisesOf(source);
  const tasks = new Set(exercises.map(({ stub }) => stub.index - 1));
  const elsewhere = source.cells
    .filter(({ index }) => !tasks.has(index))
    .map((cell) => cell.text)
    .join('\n');
  return exercises
    .flatMap(({ solution }) => solution.split('\n').map((line) => line.trim()))
    .filter((line) => line.length > telling && !elsewhere.includes(line))
    .filter((line) => text.includes(JSON.stringify(line).slice(1, -1)));
}
