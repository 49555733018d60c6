import { escapeHtml } from './html';
import type { ResultTable, TableCell, TableColumn } from './resultTable';
import { formatCell, tableNotes } from './tableText';

const cellStyle = 'padding:3px 10px;border-bottom:1px solid #ddd;white-space:nowrap;';

/** Longer texts break into lines, so that a table of sentences stays on the page. */
const longestLine = 36;

function alignment(cell: TableCell): string {
  if (cell.kind === 'text')
    return cell.text.length > longestLine
      ? 'text-align:left;white-space:normal;min-width:200px;max-width:340px;'
      : 'text-align:left;';
  return 'text-align:right;font-variant-numeric:tabular-nums;';
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
    ({ name, span }) => `<th colspan="${span}" style="${cellStyle}text-align:center;">${escapeHtml(name)}</th>`,
  );
  return `<tr>${cells.join('')}</tr>`;
}

/** The table as an HTML fragment with title, caption and notes; every text is escaped. */
export function tableHtml(table: ResultTable): string {
  const headings = table.columns
    .map(({ heading }, index) => {
      const side = table.rows.every((row) => row[index].kind === 'text') ? 'left' : 'right';
      return `<th style="${cellStyle}text-align:${side};">${escapeHtml(heading)}</th>`;
    })
    .join('');
  const rows = table.rows.map((row) => {
    const cells = row.map((cell, index) => {
      const hint = cell.kind === 'missing' ? ` title="${escapeHtml(cell.remedy)}"` : '';
      return `<td style="${cellStyle}${alignment(cell)}"${hint}>${escapeHtml(formatCell(cell, table.columns[index]))}</td>`;
    });
    return `<tr>${cells.join('')}</tr>`;
  });
  const notes = tableNotes(table).map((note) => `<li>${escapeHtml(note)}</li>`);
  return [
    `<div class="result-table"><p><strong>${escapeHtml(table.title)}</strong><br><small>${escapeHtml(table.caption)}</small></p>`,
    `<div style="overflow-x:auto"><table style="border-collapse:collapse;font-size:13px;"><thead>${groupRow(table.columns)}<tr>${headings}</tr></thead>`,
    `<tbody>${rows.join('\n')}</tbody></table></div>`,
    notes.length > 0 ? `<ul style="font-size:12px;">${notes.join('')}</ul></div>` : '</div>',
  ].join('\n');
}
