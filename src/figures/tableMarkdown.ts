import type { ResultTable } from './resultTable';
import { formatCell, fullHeading, tableNotes } from './tableText';

function escapeCell(text: string): string {
  return text.replace(/\|/g, '\\|').replace(/\s*\n\s*/g, ' ');
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** The table as GitHub-flavoured Markdown with title, caption and notes. */
export function tableMarkdown(table: ResultTable): string {
  const rows = table.rows.map((row) => line(row.map((cell, index) => escapeCell(formatCell(cell, table.columns[index])))));
  return [
    `## ${table.title}`,
    '',
    table.caption,
    '',
    line(table.columns.map((column) => escapeCell(fullHeading(column)))),
    line(table.columns.map(() => '---')),
    ...rows,
    '',
    ...tableNotes(table).map((note) => `- ${note}`),
    '',
  ].join('\n');
}
