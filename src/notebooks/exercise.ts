/** A cell as a notebook file has it. */
export interface RawCell {
  readonly cell_type: 'code' | 'markdown';
  readonly id: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly source: string | readonly string[];
  readonly outputs?: readonly unknown[];
  readonly execution_count?: number | null;
}

/** A notebook file. */
export interface RawNotebook {
  readonly cells: readonly RawCell[];
  readonly metadata: { readonly kernelspec?: object; readonly language_info?: object };
  readonly nbformat: number;
  readonly nbformat_minor: number;
}

/** An exercise of a notebook: cells are counted from 0. */
export interface Exercise {
  /** The function that a reader writes: `psnrOf`. */
  readonly name: string;
  /** The cell that a reader fills. The task stands above it, the check below. */
  readonly stub: number;
  /** Code of the folded solution, which replaces the whole cell; '' where there is none. */
  readonly solution: string;
  readonly hasHint: boolean;
}

const written = /^const (\w+) = [\s\S]*\/\/ your answer/;
/** A part that is folded away, with the blank lines before it. */
const folded = (summary: string): RegExp =>
  new RegExp(`\\n*<details><summary>${summary}</summary>\\n\\n([\\s\\S]*?)\\n\\n</details>`);
const solutionPart = folded('Solution');

/** The text of a cell. */
export function sourceOf({ source }: Pick<RawCell, 'source'>): string {
  return typeof source === 'string' ? source : source.join('');
}

/** Markdown without its folded solution. */
export function withoutSolution(markdown: string): string {
  return markdown.replace(solutionPart, '').trim();
}

/** Whether Markdown holds a folded solution. */
export function hasSolution(markdown: string): boolean {
  return solutionPart.test(markdown);
}

/**
 * The exercises of a notebook: every cell that is left to the reader, with hint and solution from
 * the Markdown above it.
 */
export function exercisesIn(cells: readonly Pick<RawCell, 'cell_type' | 'source'>[]): Exercise[] {
  return cells.flatMap((cell, stub) => {
    const name = cell.cell_type === 'code' ? written.exec(sourceOf(cell))?.[1] : undefined;
    if (name === undefined) return [];
    const above = stub > 0 ? sourceOf(cells[stub - 1]) : '';
    const solution = /```ts\n([\s\S]*?)\n```/.exec(solutionPart.exec(above)?.[1] ?? '')?.[1];
    const hint = folded('Hint').exec(above)?.[1] ?? '';
    return [{ name, stub, solution: solution ?? '', hasHint: hint.trim() !== '' }];
  });
}
