import type { ResultTable, TableCell } from './resultTable';
import { fullHeading } from './tableText';

/** Seven significant digits: what single precision can carry. */
function number(value: number | null): string {
  return value === null ? '' : String(Number(value.toPrecision(7)));
}

function quote(text: string): string {
  return /[",\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}

/** Some kinds of cells fill several CSV columns. */
const suffixesOf = {
  measured: ['', ' SD', ' seeds', ' failed'],
  interval: ['', ' low', ' high'],
  plain: [''],
} as const;

function values(cell: TableCell, width: number): string[] {
  const filled = ((): string[] => {
    switch (cell.kind) {
      case 'measured':
        return [number(cell.mean), number(cell.spread), number(cell.seeds), number(cell.failed)];
      case 'interval':
        return [number(cell.estimate), number(cell.low), number(cell.high)];
      case 'printed':
        return [number(cell.value)];
      case 'text':
        return [cell.text];
      case 'missing':
        return [''];
    }
  })();
  return Array.from({ length: width }, (_, index) => quote(filled[index] ?? ''));
}

/**
 * The table as CSV in full precision: a measured column becomes mean, standard deviation, seeds and failed runs,
 * an interval its estimate and bounds; cells that were not run are empty.
 */
export function tableCsv(table: ResultTable): string {
  const layout = table.columns.map((column, index) => {
    const kinds = new Set(table.rows.map((row) => row[index].kind));
    const suffixes: readonly string[] =
      suffixesOf[kinds.has('measured') ? 'measured' : kinds.has('interval') ? 'interval' : 'plain'];
    return { heading: fullHeading(column), suffixes };
  });
  const heading = layout.flatMap(({ heading: name, suffixes }) => suffixes.map((suffix) => quote(name + suffix)));
  const rows = table.rows.map((row) => row.flatMap((cell, index) => values(cell, layout[index].suffixes.length)));
  return `${[heading, ...rows].map((cells) => cells.join(',')).join('\n')}\n`;
}
