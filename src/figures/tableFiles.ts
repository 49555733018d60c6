import { escapeHtml } from './notebookOutput';
import { formattedTable, isNothing, tableValues, type CellValue, type Digits, type FormattedTable, type TableLike } from './table';

function csvValue(value: CellValue): string {
  if (isNothing(value)) return '';
  // Seven significant digits: what single precision can carry.
  if (typeof value === 'number') return String(Number(value.toPrecision(7)));
  const text = String(value);
  return /[",\n\r]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}

/** A table as CSV: one row a cell of the paper's table, plain headings, nothing where nothing was run. */
export function csvOf(table: TableLike): string {
  const { columns, values } = tableValues(table);
  return [columns, ...values].map((row) => `${row.map(csvValue).join(',')}\n`).join('');
}

/** Markdown passes HTML through: what could begin a tag is text. */
function markdownText(text: string): string {
  return text.replace(/<(?=[a-z/!?])/gi, '\\<');
}

function markdownCell(text: string): string {
  return markdownText(text).replace(/\|/g, '\\|').replace(/\s*\n\s*/g, ' ');
}

/** A table as GitHub-flavoured Markdown with title, caption and notes. */
export function markdownOf(table: TableLike, title: string, caption: string, notes: readonly string[], digits?: Digits): string {
  const { headings, cells, isNumeric } = formattedTable(table, digits);
  const line = (row: readonly string[]): string => `| ${row.map(markdownCell).join(' | ')} |`;
  const rule = line(isNumeric.map((numeric) => (numeric ? '---:' : '---')));
  const below = notes.length === 0 ? [] : ['', ...notes.map((note) => `- ${markdownText(note)}`)];
  return [`## ${markdownText(title)}`, '', markdownText(caption), '', line(headings), rule, ...cells.map(line), ...below, ''].join('\n');
}

const cellStyle = 'padding:3px 0.5em;border-bottom:1px solid #ddd;';
/** Longer texts break into lines, so that a table of sentences stays on the page. */
const longestLine = 24;

/** A table as an HTML fragment; every text is escaped. */
export function htmlOf({ headings, cells, isNumeric }: FormattedTable): string {
  const side = (column: number): string => (isNumeric[column] ? 'text-align:right;font-variant-numeric:tabular-nums;' : 'text-align:left;');
  const wrapping = (text: string): string => (text.length > longestLine ? 'min-width:110px;max-width:340px;' : 'white-space:nowrap;');
  // Where a table would stick out of a notebook, an interval moves below its number.
  const breaking = (text: string): string => text.replace(/ (?!\[)/g, '\u00a0');
  const td = (text: string, column: number): string =>
    isNumeric[column]
      ? `<td style="${cellStyle}${side(column)}">${escapeHtml(breaking(text))}</td>`
      : `<td style="${cellStyle}${side(column)}${wrapping(text)}">${escapeHtml(text)}</td>`;
  const head = headings.map((heading, column) => `<th style="${cellStyle}${side(column)}">${escapeHtml(heading)}</th>`).join('');
  const body = cells.map((row) => `<tr>${row.map(td).join('')}</tr>`);
  return `<table style="border-collapse:collapse;font-size:13px;"><thead><tr>${head}</tr></thead><tbody>\n${body.join('\n')}\n</tbody></table>`;
}
