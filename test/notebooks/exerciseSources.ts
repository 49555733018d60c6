import { codeCells, type NotebookCell, type NotebookSource } from './notebookSource';

/** An exercise as a notebook has it. */
export interface ExerciseSource {
  /** Of its graded check, or the function that a reader writes: `psnrOf`. */
  readonly name: string;
  readonly notebook: NotebookSource;
  /** The cell that a reader fills. */
  readonly stub: NotebookCell;
  /** Code of the folded solution, which replaces the whole cell. */
  readonly solution: string;
  readonly hasHint: boolean;
  /**
   * The cell below, which sets the answer beside the library's; undefined where the stub itself
   * calls `checkExercise`.
   */
  readonly check: NotebookCell | undefined;
}

const graded = /checkExercise\('([^']+)'/;
const written = /^const (\w+) = [\s\S]*\/\/ your answer/;

function folded(markdown: string, summary: string): string | undefined {
  return new RegExp(
    `<details><summary>${summary}</summary>\\n\\n([\\s\\S]*?)\\n\\n</details>`,
  ).exec(markdown)?.[1];
}

/**
 * The exercises of a notebook: every cell that is left to the reader, with hint and solution from
 * the Markdown above it and the check below.
 */
export function exercisesOf(notebook: NotebookSource): readonly ExerciseSource[] {
  return codeCells(notebook).flatMap((stub) => {
    const grade = graded.exec(stub.text)?.[1];
    const name = grade ?? written.exec(stub.text)?.[1];
    if (name === undefined) return [];
    const above = notebook.cells[stub.index - 1];
    const solution = /```ts\n([\s\S]*?)\n```/.exec(
      folded(above?.text ?? '', 'Solution') ?? '',
    )?.[1];
    const check = grade === undefined ? notebook.cells[stub.index + 1] : undefined;
    return [
      {
        name,
        notebook,
        stub,
        solution: solution ?? '',
        hasHint: (folded(above?.text ?? '', 'Hint') ?? '').trim() !== '',
        check,
      },
    ];
  });
}
