import type { IntervalCell, ResultTable, TableCell, TableColumn } from './resultTable';

/** A number with a true minus sign, as wide as a plus. */
export function formatNumber(value: number, digits: number): string {
  const text = value.toFixed(digits);
  return /[1-9]/.test(text) ? text.replace('-', '\u2212') : text.replace('-', '');
}

function formatMeasured({ mean, spread, seeds, failed }: Extract<TableCell, { kind: 'measured' }>, digits: number): string {
  const value = spread === null ? formatNumber(mean, digits) : `${formatNumber(mean, digits)} ± ${spread.toFixed(digits)}`;
  const count = seeds === null ? '' : ` (${seeds})`;
  return `${value}${count}${failed > 0 ? `, ${failed} failed` : ''}`;
}

function formatInterval({ estimate, low, high }: IntervalCell, digits: number): string {
  return `${formatNumber(estimate, digits)} [${formatNumber(low, digits)}, ${formatNumber(high, digits)}]`;
}

/** What a cell shows: `0.0231 ± 0.0004 (3)` for a mean over three seeds, `—` where nothing was run. */
export function formatCell(cell: TableCell, column: TableColumn): string {
  const digits = column.digits ?? 3;
  switch (cell.kind) {
    case 'measured':
      return formatMeasured(cell, digits);
    case 'interval':
      return formatInterval(cell, cell.digits ?? digits);
    case 'printed':
      return formatNumber(cell.value, digits);
    case 'missing':
      return '—';
    case 'text':
      return cell.text;
  }
}

/** The table's own notes, and for the dashes how many there are and what fills them. */
export function tableNotes(table: ResultTable): string[] {
  const dashes = new Map<string, number>();
  for (const cell of table.rows.flat()) {
    if (cell.kind === 'missing') dashes.set(cell.remedy, (dashes.get(cell.remedy) ?? 0) + 1);
  }
  const remedies = [...dashes].map(([remedy, count]) => `— (${count} ${count === 1 ? 'cell' : 'cells'}): ${remedy}`);
  return [...table.notes, ...remedies];
}

/** Heading of a column on one line, its group first. */
export function fullHeading({ group, heading }: TableColumn): string {
  return group === undefined ? heading : `${group}: ${heading}`;
}
