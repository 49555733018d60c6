import { readdirSync } from 'node:fs';
import path from 'node:path';
import { stagedNotebook } from './stagedNotebook';

/** A cell of a notebook as it lies in the repository. */
export interface NotebookCell {
  /** Position among all cells, from 0. */
  readonly index: number;
  readonly kind: 'code' | 'markdown';
  readonly id: string;
  readonly text: string;
  readonly outputs: readonly unknown[];
  readonly executionCount: number | null;
}

export interface NotebookSource {
  readonly name: string;
  readonly kernel: string;
  readonly cells: readonly NotebookCell[];
}

interface RawCell {
  readonly cell_type: 'code' | 'markdown';
  readonly id: string;
  readonly source: string | readonly string[];
  readonly outputs?: readonly unknown[];
  readonly execution_count?: number | null;
}

const folder = path.join(__dirname, '..', '..', 'notebooks');

function read(name: string): NotebookSource {
  const { cells, metadata } = JSON.parse(stagedNotebook(name)) as {
    cells: readonly RawCell[];
    metadata: { kernelspec: { name: string } };
  };
  return {
    name,
    kernel: metadata.kernelspec.name,
    cells: cells.map(({ cell_type, id, source, outputs = [], execution_count = null }, index) => ({
      index,
      kind: cell_type,
      id,
      text: typeof source === 'string' ? source : source.join(''),
      outputs,
      executionCount: execution_count,
    })),
  };
}

/** All notebooks of the repository, in their order. */
export const notebookSources: readonly NotebookSource[] = readdirSync(folder)
  .filter((name) => name.endsWith('.ipynb'))
  .sort()
  .map(read);

export function codeCells({ cells }: NotebookSource): readonly NotebookCell[] {
  return cells.filter(({ kind }) => kind === 'code');
}
