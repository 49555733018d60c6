import { codeCells, type NotebookCell, type NotebookSource } from './notebookSource';

/** An exercise as a notebook has it. */
export interface ExerciseSource {
  readonly name: string;
  readonly notebook: NotebookSource;
  /** The cell that a reader fills. */
  readonly stub: NotebookCell;
  /** Code of the folded solution, which replaces the whole cell. */
  readonly solution: string;
  readonly hasHint: boolean;
}

const call = /checkExercise\('([^']+)'/;

function folded(markdown: string, summary: string): string | undefined {
  return new RegExp(`<details><summary>${summary}</summary>\\n\\n([\\s\\S]*?)\\n\\n</details>`).exec(markdown)?.[1];
}

/** The exercises of a notebook: every cell that calls `checkExercise`, with hint and solution from the Markdown above it. */
export function exercisesOf(notebook: NotebookSource): readonly ExerciseSource[] {
  return codeCells(notebook).flatMap((stub) => {
    const name = call.exec(stub.text)?.[1];
    if (name === undefined) return [];
    const above = notebook.cells[stub.index - 1];
    const solution = /```ts\n([\s\S]*?)\n```/.exec(folded(above?.text ?? '', 'Solution') ?? '')?.[1];
    return [{ name, notebook, stub, solution: solution ?? '', hasHint: (folded(above?.text ?? '', 'Hint') ?? '').trim() !== '' }];
  });
}
