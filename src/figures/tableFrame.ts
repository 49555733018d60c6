import type { ResultTable, TableCell } from './resultTable';
import { fullHeading } from './tableText';

/** The part of a danfo DataFrame that the notebooks use; danfo's own types would slow the kernel down in every cell. */
export interface Frame {
  readonly columns: readonly string[];
  readonly values: unknown;
  readonly shape: readonly number[];
  readonly head: (rows?: number) => Frame;
  readonly describe: () => Frame;
  readonly sortValues: (column: string, options?: { readonly ascending?: boolean }) => Frame;
  readonly groupby: (columns: readonly string[]) => { readonly col: (columns: readonly string[]) => { readonly mean: () => Frame } };
}

/** Text cells that hold a number, such as regions and neurons, become numbers; dashes become NaN. */
function plainValue(cell: TableCell): number | string {
  switch (cell.kind) {
    case 'measured':
      return cell.mean;
    case 'interval':
      return cell.estimate;
    case 'printed':
      return cell.value;
    case 'missing':
      return NaN;
    case 'text':
      return cell.text !== '' && Number.isFinite(Number(cell.text)) ? Number(cell.text) : cell.text;
  }
}

/**
 * A table as a danfo DataFrame, for grouping, sorting and summaries; columns that were not run at all are left out.
 * danfo is only loaded here: it takes a second or two.
 */
export function tableFrame(table: ResultTable): Frame {
  // On demand: an import would load danfo wherever the package is imported.
  const { DataFrame } = require('danfojs-node') as { readonly DataFrame: new (data: unknown, options: { readonly columns: readonly string[] }) => Frame };
  const used = table.columns.map((_, column) => column).filter((column) => table.rows.some((row) => row[column].kind !== 'missing'));
  return new DataFrame(
    table.rows.map((row) => used.map((column) => plainValue(row[column]))),
    { columns: used.map((column) => fullHeading(table.columns[column])) },
  );
}
