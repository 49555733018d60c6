import { verdictColour } from './colours';
import { escapeHtml, type FormattedTable } from './table';

/**
 * Where a table would stick out, a text breaks at its spaces, but not a short one, nor within a
 * hyphenated name or brackets.
 */
function textHtml(text: string): string {
  return escapeHtml(text).replace(
    text.length > 12 ? /\S+-\S+|\([^)]{1,12}\)/g : /.+/s,
    '<span style="white-space:nowrap">$&</span>',
  );
}

/** A verdict with the square of its colour before it; nothing before another text. */
function verdictSquare(heading: string, text: string): string {
  const colour = heading === 'verdict' ? verdictColour(text) : undefined;
  return colour === undefined
    ? ''
    : `<span style="color:${colour}" aria-hidden="true">■</span>\u00a0`;
}

/** The content of a cell: a spread or an interval moves below its number. */
function contentHtml(heading: string, text: string, isNumeric: boolean): string {
  return isNumeric
    ? escapeHtml(text).replace(/ (?![±[])/g, '\u00a0')
    : `${verdictSquare(heading, text)}${textHtml(text)}`;
}

/** Attributes of the elements of a table. */
interface TableAttributes {
  readonly table: string;
  readonly heading: (isNumeric: boolean) => string;
  readonly cell: (isNumeric: boolean, text: string) => string;
}

function tableHtml(
  { headings, cells, isNumeric }: FormattedTable,
  { table, heading, cell }: TableAttributes,
): string {
  const th = (text: string, column: number): string =>
    `<th${heading(isNumeric[column])}>${escapeHtml(text)}</th>`;
  const td = (text: string, column: number): string =>
    `<td${cell(isNumeric[column], text)}>` +
    `${contentHtml(headings[column], text, isNumeric[column])}</td>`;
  const body = cells.map((row) => `<tr>${row.map(td).join('')}</tr>`).join('\n');
  const head = `<thead><tr>${headings.map(th).join('')}</tr></thead>`;
  return `<table${table}>${head}<tbody>\n${body}\n</tbody></table>`;
}

const cellStyle = 'padding:3px 0.35em;border-bottom:1px solid #ddd;';
const sideStyle = (isNumeric: boolean): string =>
  isNumeric ? 'text-align:right;font-variant-numeric:tabular-nums;' : 'text-align:left;';

/**
 * A table as an HTML fragment for the output of a cell, every text escaped; all tables of the
 * notebooks fit the 848 px that JupyterLab has for them in a window of 1280 px.
 */
export function htmlOf(table: FormattedTable): string {
  return tableHtml(table, {
    table: ' style="border-collapse:collapse;font-size:12px;"',
    heading: (isNumeric) => ` style="${cellStyle}${sideStyle(isNumeric)}font-size:11px;"`,
    cell: (isNumeric, text) => {
      const width = !isNumeric && text.length > 24 ? 'min-width:90px;max-width:340px;' : '';
      return ` style="${cellStyle}${sideStyle(isNumeric)}${width}"`;
    },
  });
}

/** A table for the page, whose style sheet knows the class of numbers. */
export function pageTableHtml(table: FormattedTable): string {
  const numberClass = (isNumeric: boolean): string => (isNumeric ? ' class="number"' : '');
  return tableHtml(table, { table: '', heading: numberClass, cell: numberClass });
}
