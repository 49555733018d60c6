import { escapeHtml } from './html';
import type { ResultTable, TableCell, TableColumn } from './resultTable';
import { formatCell, tableNotes } from './tableText';

const cellStyle = 'padding:3px 0.4em;border-bottom:1px solid #ddd;white-space:nowrap;';

/** Longer texts break into lines, so that a table of sentences stays on the page. */
const longestLine = 20;

function alignment(cell: TableCell): string {
  if (cell.kind === 'text')
    return cell.text.length > longestLine
      ? 'text-align:left;white-space:normal;min-width:110px;max-width:340px;'
      : 'text-align:left;';
  return 'text-align:right;font-variant-numeric:tabular-nums;';
}

/** Tables with more columns are set narrowly, so that they fit beside JupyterLab's list of notebooks in a window of 1280 px. */
const usualColumns = 9;

/** Narrowly set, a number has its spread, interval and count of seeds below it. */
function cellHtml(cell: TableCell, column: TableColumn, isNarrow: boolean): string {
  const text = escapeHtml(formatCell(cell, column));
  return isNarrow && cell.kind !== 'text' ? text.replace(/ (?=[[±(])/, '<br>') : text;
}

/** Neighbouring columns of one group share a heading. */
function groupRow(columns: readonly TableColumn[]): string {
  const groups: { name: string; span: number }[] = [];
  for (const { group = '' } of columns) {
    const last = groups.at(-1);
    if (last?.name === group) last.span += 1;
    else groups.push({ name: group, span: 1 });
  }
  if (groups.every(({ name }) => name === '')) return '';
  const cells = groups.map(
    ({ name, span }) => `<th colspan="${span}" style="${cellStyle}text-align:center;white-space:normal;">${escapeHtml(name)}</th>`,
  );
  return `<tr>${cells.join('')}</tr>`;
}

/** The table as an HTML fragment with title, caption and notes; every text is escaped. */
export function tableHtml(table: ResultTable): string {
  const isNarrow = table.columns.length > usualColumns;
  const headings = table.columns
    .map(({ heading }, index) => {
      const side = table.rows.every((row) => row[index].kind === 'text') ? 'left' : 'right';
      return `<th style="${cellStyle}text-align:${side};white-space:normal;">${escapeHtml(heading)}</th>`;
    })
    .join('');
  const rows = table.rows.map((row) => {
    const cells = row.map((cell, index) => {
      const hint = cell.kind === 'missing' ? ` title="${escapeHtml(cell.remedy)}"` : '';
      return `<td style="${cellStyle}${alignment(cell)}"${hint}>${cellHtml(cell, table.columns[index], isNarrow)}</td>`;
    });
    return `<tr>${cells.join('')}</tr>`;
  });
  const notes = tableNotes(table).map((note) => `<li>${escapeHtml(note)}</li>`);
  return [
    `<div class="result-table"><p><strong>${escapeHtml(table.title)}</strong><br><small>${escapeHtml(table.caption)}</small></p>`,
    `<div style="overflow-x:auto"><table style="border-collapse:collapse;font-size:${isNarrow ? 11.5 : 13}px;"><thead>${groupRow(table.columns)}<tr>${headings}</tr></thead>`,
    `<tbody>${rows.join('\n')}</tbody></table></div>`,
    notes.length > 0 ? `<ul style="font-size:12px;">${notes.join('')}</ul></div>` : '</div>',
  ].join('\n');
}
