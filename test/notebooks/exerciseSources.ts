import { exercisesIn, type Exercise } from '../../src/notebooks/exercise';
import type { NotebookCell, NotebookSource } from './notebookSource';

/** An exercise of a notebook, with its cells. */
export interface ExerciseSource extends Omit<Exercise, 'stub'> {
  readonly notebook: NotebookSource;
  /** The cell that a reader fills. */
  readonly stub: NotebookCell;
  /** The cell below, which sets the answer beside the library's. */
  readonly check: NotebookCell;
}

/** The exercises of a notebook. */
export function exercisesOf(notebook: NotebookSource): readonly ExerciseSource[] {
  const cells = notebook.cells.map(({ kind, text }) => ({ cell_type: kind, source: text }));
  return exercisesIn(cells).map(({ stub, ...exercise }) => ({
    ...exercise,
    notebook,
    stub: notebook.cells[stub],
    check: notebook.cells[stub + 1],
  }));
}
