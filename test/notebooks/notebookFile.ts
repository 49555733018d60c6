import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const blank = { id: '', metadata: {}, source: '' };

/**
 * Writes a notebook of our kernel into a new temporary folder; cells that begin with `md:` are
 * markdown.
 * @param base where the folder is made: in the repository for cells that import `dae-nr`
 */
export function writeNotebook(
  name: string,
  cells: readonly string[],
  tags: readonly string[] = [],
  base = tmpdir(),
): string {
  const notebook = {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {
      kernelspec: {
        name: 'tslab-dae-nr',
        display_name: 'TypeScript (DAE-NR)',
        language: 'typescript',
      },
    },
    cells: cells.map((source, index) =>
      source.startsWith('md:')
        ? { ...blank, id: `cell-${index}`, cell_type: 'markdown', source: source.slice(3) }
        : {
            ...blank,
            id: `cell-${index}`,
            cell_type: 'code',
            source,
            metadata: { tags },
            outputs: [],
            execution_count: null,
          },
    ),
  };
  const file = path.join(mkdtempSync(path.join(base, 'dae-nr-notebook-')), `${name}.ipynb`);
  writeFileSync(file, JSON.stringify(notebook));
  return file;
}
