import { escapeHtml } from './html';
import { figureExporter } from './kaleido';
import { sendOutput as send, type OutputBundle } from './notebookOutput';
import type { PlotlyFigure } from './plotlyFigure';
import type { ResultTable } from './resultTable';
import { isHeadless, liveBundle, pictureBundle, show } from './show';
import { tableHtml } from './tableHtml';
import { formatCell, fullHeading, tableNotes } from './tableText';

/** A figure in all formats that a reader's program may know: live, picture, text. */
export async function figureBundle(figure: PlotlyFigure): Promise<OutputBundle> {
  return { ...liveBundle(figure), ...(isHeadless() ? await pictureBundle(figure, figureExporter()) : {}) };
}

/**
 * Shows a figure: live where Plotly is, as a picture everywhere else.
 * @param figure undefined when there is nothing to draw yet, which is said instead.
 */
export async function showFigure(figure: PlotlyFigure | undefined): Promise<void> {
  if (figure === undefined) {
    showText([
      'There is nothing to draw: this data set does not have the region of this figure, or its model has not been trained.',
    ]);
    return;
  }
  await show(figure);
}

/** What a danfo DataFrame has; its own type would load all of danfo's. */
export interface TableLike {
  readonly columns: readonly string[];
  readonly values: unknown;
}

function plainText(rows: readonly (readonly string[])[]): string {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function asResultTable(frame: TableLike): ResultTable {
  const rows = frame.values as readonly (readonly unknown[])[];
  return {
    item: 'frame',
    title: '',
    caption: '',
    columns: frame.columns.map((heading) => ({ heading })),
    rows: rows.map((row) =>
      row.map((value) => ({
        kind: 'text',
        text: typeof value === 'number' ? String(Number(value.toPrecision(6))) : String(value ?? ''),
      })),
    ),
    notes: [],
  };
}

/** Shows a table of results or a danfo DataFrame as a table. */
export function showTable(shown: ResultTable | TableLike): void {
  const table = 'rows' in shown ? shown : asResultTable(shown);
  const text = plainText([
    table.columns.map(fullHeading),
    ...table.rows.map((row) => row.map((cell, index) => formatCell(cell, table.columns[index]))),
  ]);
  const plain = [table.title, table.caption, text, ...tableNotes(table)].filter((part) => part !== '').join('\n');
  send({ 'text/html': tableHtml(table), 'text/plain': plain }, undefined, false);
}

/** Shows sentences, one paragraph each. */
export function showText(sentences: readonly string[]): void {
  send(
    { 'text/html': sentences.map((sentence) => `<p>${escapeHtml(sentence)}</p>`).join('\n'), 'text/plain': sentences.join('\n') },
    undefined,
    false,
  );
}
