import { UserError } from '../errors';

/** What a table cell may hold; undefined and NaN: not there (a dash); null: nothing belongs there (empty). */
export type CellValue = string | number | boolean | null | undefined;

/** One row of a table: its columns by name. */
export type Row = Readonly<Record<string, CellValue>>;

/** The part of a danfo DataFrame that a table needs; its own type would load all of danfo's. */
export interface FrameLike {
  readonly columns: readonly string[];
  readonly values: unknown;
}

/** A table as a cell of a notebook has it. */
export type TableLike = FrameLike | readonly Row[];

/** Digits after the decimal point, by column. */
export type Digits = Readonly<Record<string, number>>;

export function isNothing(value: CellValue): value is null | undefined {
  return value === undefined || value === null || (typeof value === 'number' && Number.isNaN(value));
}

/**
 * The columns of a danfo DataFrame or an array of row objects in their order, and the values row by row.
 * @throws UserError for anything else.
 */
export function tableValues(table: TableLike): { readonly columns: readonly string[]; readonly values: readonly (readonly CellValue[])[] } {
  if (Array.isArray(table)) {
    const rows = table as readonly Row[];
    const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
    return { columns, values: rows.map((row) => columns.map((column) => row[column])) };
  }
  const { columns, values } = table as FrameLike;
  if (!Array.isArray(columns) || !Array.isArray(values)) throw new UserError('A table has to be a DataFrame or an array of objects, one a row.');
  return { columns, values: values as CellValue[][] };
}

/** The same as row objects. */
export function tableRows(table: TableLike): Row[] {
  const { columns, values } = tableValues(table);
  return values.map((row) => Object.fromEntries(columns.map((column, index) => [column, row[index]])));
}

/** A table as texts: what HTML, Markdown and plain text are made from. */
export interface FormattedTable {
  readonly headings: readonly string[];
  readonly cells: readonly (readonly string[])[];
  /** Columns of numbers, which are aligned at their right. */
  readonly isNumeric: readonly boolean[];
}

const dash = '—';

/** How headings of the tidy tables are shown. */
const spelled: Readonly<Record<string, string>> = { mse: 'MSE', psnr: 'PSNR (dB)', ssim: 'SSIM', pcc: 'PCC', r: 'r', t: 't', p: 'p' };

function headingOf(column: string): string {
  const words = column.split('_').map((word) => spelled[word] ?? word);
  return words[0] === 'printed' ? `printed ${words.slice(1).join(' ')}` : words.join(' ');
}

/** Digits after the decimal point that show a column: none for counts, three significant ones at its median magnitude. */
function digitsOf(values: readonly CellValue[]): number {
  const numbers = values.filter((value): value is number => typeof value === 'number' && Number.isFinite(value));
  if (numbers.every(Number.isInteger)) return 0;
  const sizes = numbers.map(Math.abs).filter((size) => size > 0).sort((first, second) => first - second);
  const median = sizes[Math.floor(sizes.length / 2)];
  return median >= 1 ? 2 : Math.min(8, 2 - Math.floor(Math.log10(median)));
}

/** A number with a true minus sign; a zero has none. */
export function formatNumber(value: number, digits: number): string {
  const text = value.toFixed(digits);
  return /[1-9]/.test(text) ? text.replace('-', '\u2212') : text.replace('-', '');
}

/** null says that nothing belongs here; undefined and NaN, that something is missing. */
function formatValue(value: CellValue, digits: number): string {
  if (value === null) return '';
  if (isNothing(value)) return dash;
  return typeof value === 'number' ? formatNumber(value, digits) : String(value);
}

/** Columns that are shown inside another one, [spread, low, high]: `mse_sd` with `mse`; `low` and `high`, or `mse_low` and `mse_high`, with what stands before them. */
function companions(columns: readonly string[], column: string): (string | undefined)[] {
  const [spread, low, high] = ['sd', 'low', 'high'].map((kind) => columns.find((name) => name === `${column}_${kind}`));
  if (low !== undefined && high !== undefined) return [spread, low, high];
  const next = columns.indexOf(column) + 1;
  return columns[next] === 'low' && columns[next + 1] === 'high' ? [spread, 'low', 'high'] : [spread];
}

/**
 * A table as a reader wants to see it: a spread or an interval in the cell of its number, digits as many as tell the rows apart,
 * a dash where there is nothing.
 * @param digits after the decimal point, by column, where the choice made here does not fit.
 */
export function formattedTable(table: TableLike, digits: Digits = {}): FormattedTable {
  const { columns, values } = tableValues(table);
  const hidden = columns.flatMap((column) => companions(columns, column));
  const shown = columns.filter((column) => !hidden.includes(column));
  const valuesOf = (column: string): CellValue[] => values.map((row) => row[columns.indexOf(column)]);
  const texts = shown.map((column) => {
    const own = valuesOf(column);
    const places = digits[column] ?? digitsOf(own);
    const [spreads, lows, highs] = companions(columns, column).map((name) => (name === undefined ? undefined : valuesOf(name)));
    return own.map((value, index) => {
      const text = formatValue(value, places);
      const spread = isNothing(spreads?.[index]) ? '' : ` ± ${formatValue(spreads![index], places)}`;
      const interval = isNothing(lows?.[index]) ? '' : ` [${formatValue(lows![index], places)}, ${formatValue(highs![index], places)}]`;
      return `${text}${spread}${interval}`;
    });
  });
  return {
    headings: shown.map(headingOf),
    cells: values.map((_, row) => texts.map((column) => column[row])),
    isNumeric: shown.map((column) => valuesOf(column).some((value) => typeof value === 'number')),
  };
}

/** As text in columns, for terminals. */
export function plainTable({ headings, cells, isNumeric }: FormattedTable): string {
  const lines = [headings, ...cells];
  const widths = headings.map((_, column) => Math.max(...lines.map((row) => row[column].length)));
  const pad = (text: string, column: number): string => (isNumeric[column] ? text.padStart(widths[column]) : text.padEnd(widths[column]));
  return lines.map((row) => row.map(pad).join('  ').trimEnd()).join('\n');
}
