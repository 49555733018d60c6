import { UserError } from '../errors';

/** Text as HTML content or attribute value. */
export function escapeHtml(text: string): string {
  return text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/'/g, '&#39;');
}

/**
 * What a table cell may hold; undefined and NaN: not there (a dash); null: nothing belongs there
 * (empty).
 */
export type CellValue = string | number | boolean | null | undefined;

/** One row of a table: its columns by name. */
export type Row = Readonly<Record<string, CellValue>>;

/**
 * A table as a cell of a notebook has it: an array of row objects or a danfo DataFrame, whose own
 * type would load all of danfo's.
 */
export type TableLike =
  | readonly Row[]
  | { readonly columns: readonly string[]; readonly values: unknown };

/** Digits after the decimal point, by column. */
export type Digits = Readonly<Record<string, number>>;

/** Whether a value is missing: shown as a dash. */
export function isNotThere(value: CellValue): boolean {
  return value === undefined || (typeof value === 'number' && Number.isNaN(value));
}

function isNothing(value: CellValue): value is null | undefined {
  return value === null || isNotThere(value);
}

/**
 * The columns of a table in their order, and the values row by row. @throws UserError for anything
 * else.
 */
function tableValues(table: TableLike): {
  readonly columns: readonly string[];
  readonly values: readonly (readonly CellValue[])[];
} {
  if (Array.isArray(table)) {
    const columns = [...new Set(table.flatMap((row: Row) => Object.keys(row)))];
    return { columns, values: table.map((row: Row) => columns.map((column) => row[column])) };
  }
  const { columns, values } = table as Exclude<TableLike, readonly Row[]>;
  if (!Array.isArray(columns) || !Array.isArray(values))
    throw new UserError('A table has to be a DataFrame or an array of objects, one a row.');
  return { columns, values: values as CellValue[][] };
}

/** A table as row objects. @throws UserError for anything else. */
export function tableRows(table: TableLike): Row[] {
  const { columns, values } = tableValues(table);
  return values.map((row) =>
    Object.fromEntries(columns.map((column, index) => [column, row[index]])),
  );
}

/** A table as texts: what HTML, Markdown and plain text are made from. */
export interface FormattedTable {
  readonly headings: readonly string[];
  readonly cells: readonly (readonly string[])[];
  /** Columns of numbers, which are aligned at their right. */
  readonly isNumeric: readonly boolean[];
}

/** How words of the tidy tables' columns are spelled in headings. */
const spelled: Readonly<Record<string, string>> = {
  mse: 'MSE',
  psnr: 'PSNR (dB)',
  ssim: 'SSIM',
  pcc: 'PCC',
};

/**
 * Digits after the decimal point that show a column: none for counts, three significant ones at its
 * median magnitude.
 */
function digitsOf(values: readonly CellValue[]): number {
  const numbers = values.filter(
    (value): value is number => typeof value === 'number' && Number.isFinite(value),
  );
  if (numbers.every(Number.isInteger)) return 0;
  const sizes = numbers
    .map(Math.abs)
    .filter((size) => size > 0)
    .sort((first, second) => first - second);
  const median = sizes[Math.floor(sizes.length / 2)];
  return median >= 1 ? 2 : Math.min(8, 2 - Math.floor(Math.log10(median)));
}

/** A number with a true minus sign; a zero has none. */
export function formatNumber(value: number, digits: number): string {
  const text = value.toFixed(digits);
  return /[1-9]/.test(text) ? text.replace('-', '\u2212') : text.replace('-', '');
}

const isProbability = (column: string): boolean => /^p(_holm)?$/.test(column);

function formatValue(value: CellValue, digits: number, column: string): string {
  if (isNothing(value)) return value === null ? '' : '—';
  if (typeof value !== 'number') return String(value);
  const text = formatNumber(value, digits);
  // No probability is 0.
  const isTooSmall = isProbability(column) && value >= 0 && !/[1-9]/.test(text);
  return isTooSmall ? `< ${formatNumber(10 ** -digits, digits)}` : text;
}

/**
 * Columns that stand between an estimate and its interval without being one: an interval behind
 * them is not theirs.
 */
const isNoEstimate = (column: string): boolean =>
  /^(sd|smallest[ _]effect|p|p_holm|seeds|pair_seeds)$/.test(column);

/**
 * The column whose interval the bare columns `low` and `high` are: the last number before them that
 * is an estimate, if it lies between them in every row.
 */
function estimateOf({ columns, values }: ReturnType<typeof tableValues>): string | undefined {
  const low = columns.indexOf('low');
  if (low < 1 || columns[low + 1] !== 'high') return undefined;
  const before = columns
    .slice(0, low)
    .filter((column) => !isNoEstimate(column))
    .at(-1);
  if (before === undefined) return undefined;
  const isInside = (row: readonly CellValue[]): boolean => {
    const [value, from, to] = [row[columns.indexOf(before)], row[low], row[low + 1]];
    return (
      isNothing(from) ||
      isNothing(to) ||
      (Number(value) >= Number(from) && Number(value) <= Number(to))
    );
  };
  return values.every(isInside) ? before : undefined;
}

/**
 * Columns that are shown inside another one, [spread, low, high]: `mse_sd`, `mse_low` and
 * `mse_high` with `mse`, bare `low` and `high` with the estimate before them.
 */
function companions(
  columns: readonly string[],
  column: string,
  ofBare: string | undefined,
): (string | undefined)[] {
  const [spread, low, high] = ['sd', 'low', 'high'].map((kind) =>
    columns.find((name) => name === `${column}_${kind}`),
  );
  if (low !== undefined && high !== undefined) return [spread, low, high];
  return column === ofBare ? [spread, 'low', 'high'] : [spread];
}

/**
 * A table as a reader wants to see it: a spread or an interval in the cell of its number, digits as
 * many as tell the rows apart, a dash where there is nothing, no column in which nothing belongs
 * (printed values beside a reader's own data).
 * @param digits after the decimal point, by column, where the choice made here does not fit.
 */
export function formattedTable(table: TableLike, digits: Digits = {}): FormattedTable {
  const { columns, values } = tableValues(table);
  const valueIn = (row: readonly CellValue[], column: string | undefined): CellValue =>
    row[columns.indexOf(column!)];
  const ofBare = estimateOf({ columns, values });
  const hidden = columns.flatMap((column) => companions(columns, column, ofBare));
  const isEmpty = (column: string): boolean =>
    values.length > 0 && values.every((row) => valueIn(row, column) === null);
  const shown = columns
    .filter((column) => !hidden.includes(column) && !isEmpty(column))
    .map((column) => {
      const own = values.map((row) => valueIn(row, column));
      return {
        column,
        parts: companions(columns, column, ofBare),
        places: digits[column] ?? (isProbability(column) ? 3 : digitsOf(own)),
        isNumeric: own.some((value) => typeof value === 'number'),
      };
    });
  return {
    headings: shown.map(({ column }) =>
      column
        .split('_')
        .map((word) => spelled[word] ?? word)
        .join(' '),
    ),
    cells: values.map((row) =>
      shown.map(({ column, parts: [spread, low, high], places }) => {
        const text = (name: string | undefined): string =>
          formatValue(valueIn(row, name), places, name!);
        const isGiven = (name: string | undefined): boolean => !isNothing(valueIn(row, name));
        return (
          text(column) +
          (isGiven(spread) ? ` ± ${text(spread)}` : '') +
          (isGiven(low) ? ` [${text(low)}, ${text(high)}]` : '')
        );
      }),
    ),
    isNumeric: shown.map(({ isNumeric }) => isNumeric),
  };
}

/** As text in columns, for terminals. */
export function plainTable({ headings, cells, isNumeric }: FormattedTable): string {
  const lines = [headings, ...cells];
  const widths = headings.map((_, column) => Math.max(...lines.map((row) => row[column].length)));
  const pad = (text: string, column: number): string =>
    isNumeric[column] ? text.padStart(widths[column]) : text.padEnd(widths[column]);
  return lines.map((row) => row.map(pad).join('  ').trimEnd()).join('\n');
}

function csvValue(value: CellValue): string {
  if (isNothing(value)) return '';
  // Seven significant digits: what single precision can carry.
  if (typeof value === 'number') return String(Number(value.toPrecision(7)));
  const text = String(value);
  return /[",\n\r]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}

/**
 * A table as CSV: one row a cell of the paper's table, plain headings, nothing where nothing was
 * run.
 */
export function csvOf(table: TableLike): string {
  const { columns, values } = tableValues(table);
  return [columns, ...values].map((row) => `${row.map(csvValue).join(',')}\n`).join('');
}

/** Markdown passes HTML through: what could begin a tag is text. */
function markdownText(text: string): string {
  return text.replace(/<(?=[a-z/!?])/gi, '\\<');
}

function markdownCell(text: string): string {
  return markdownText(text)
    .replace(/\|/g, '\\|')
    .replace(/\s*\n\s*/g, ' ');
}

/** A table as GitHub-flavoured Markdown with title, caption and notes. */
export function markdownOf(
  table: TableLike,
  title: string,
  caption: string,
  notes: readonly string[],
  digits?: Digits,
): string {
  const { headings, cells, isNumeric } = formattedTable(table, digits);
  const line = (row: readonly string[]): string => `| ${row.map(markdownCell).join(' | ')} |`;
  const rule = line(isNumeric.map((numeric) => (numeric ? '---:' : '---')));
  const below = notes.length === 0 ? [] : ['', ...notes.map((note) => `- ${markdownText(note)}`)];
  return [
    `## ${markdownText(title)}`,
    '',
    markdownText(caption),
    '',
    line(headings),
    rule,
    ...cells.map(line),
    ...below,
    '',
  ].join('\n');
}
