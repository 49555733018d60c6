import { escapeHtml } from './html';
import { exportFigure, missingKaleido } from './kaleido';
import type { PlotlyFigure } from './plotlyFigure';
import type { ResultTable } from './resultTable';
import { tableHtml } from './tableHtml';
import { formatCell, fullHeading, tableNotes } from './tableText';

/** One output of a notebook cell in several formats; the reader's program takes the richest that it knows. */
export type OutputBundle = Readonly<Record<string, unknown>>;

interface DisplayMessage {
  readonly data: OutputBundle;
  readonly metadata: object;
  readonly transient: { readonly display_id?: string };
}

/** tslab's own sender. Its public API sends one format per output, so that Plotly figures would have no static fallback. */
interface TslabSender {
  readonly lastWriteDisplayData?: ((message: DisplayMessage, isUpdate: boolean) => void) | null;
}

/** Private to tslab 1.0.22, so everything here works without it; used only where its kernel has loaded it already. */
function tslabSender(): TslabSender['lastWriteDisplayData'] {
  const loaded = Object.entries(require.cache).find(([file]) => /[\\/]tslab[\\/]dist[\\/]jupyter\.js$/.test(file));
  return (loaded?.[1]?.exports as TslabSender | undefined)?.lastWriteDisplayData;
}

let nextDisplay = 0;

/** A place in a cell's output that can be written again. */
export interface UpdatingDisplay {
  readonly show: (bundle: OutputBundle) => void;
}

function send(bundle: OutputBundle, displayId: string | undefined, isUpdate: boolean): void {
  const write = tslabSender();
  if (write) write({ data: bundle, metadata: {}, transient: displayId === undefined ? {} : { display_id: displayId } }, isUpdate);
  else if (!isUpdate) process.stdout.write(`${String(bundle['text/plain'])}\n`);
}

/** Opens an output that later calls overwrite in place; outside a notebook only the first text is printed. */
export function updatingDisplay(): UpdatingDisplay {
  const identifier = `dae-nr-${process.pid}-${Date.now()}-${nextDisplay++}`;
  let isShown = false;
  return {
    show: (bundle) => {
      send(bundle, identifier, isShown);
      isShown = true;
    },
  };
}

/** Grids of images are smaller and sharper as PNG, drawings as SVG. */
async function staticPicture(figure: PlotlyFigure): Promise<OutputBundle> {
  if (missingKaleido() !== undefined) return {};
  return figure.layout.images?.length
    ? { 'image/png': (await exportFigure(figure, 'png')).toString('base64') }
    : { 'image/svg+xml': (await exportFigure(figure, 'svg')).toString('utf8') };
}

function titleOf({ layout }: PlotlyFigure): string {
  return typeof layout.title === 'string' ? layout.title : (layout.title?.text ?? 'figure');
}

/** A figure in all formats that a reader's program may know: live, picture, text. */
export async function figureBundle(figure: PlotlyFigure): Promise<OutputBundle> {
  return { 'application/vnd.plotly.v1+json': figure, ...(await staticPicture(figure)), 'text/plain': `[${titleOf(figure)}]` };
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
  send(await figureBundle(figure), undefined, false);
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
