import type { PlotlyFigure } from './figureLayout';
import { figureExporter, type FigureExporter } from './kaleido';
import { escapeHtml, sendOutput } from './notebookOutput';
import type { SvgDrawing } from './svgDrawing';
import { formattedTable, plainTable, type TableLike } from './table';
import { htmlOf } from './tableFiles';

/** Set by the headless executor: only what it writes is looked at without Plotly. */
export function isHeadless(): boolean {
  return process.env['DAE_NR_HEADLESS'] === '1';
}

function titleOf({ layout }: PlotlyFigure): string {
  return typeof layout.title === 'string' ? layout.title : (layout.title?.text ?? 'figure');
}

let shown = 0;

/**
 * Shows a figure live at once; the picture that pages without Plotly need follows where an exporter is given.
 * @param exporter of a headless execution.
 */
export async function showFigureWith(figure: PlotlyFigure, exporter: FigureExporter | undefined): Promise<void> {
  // What JupyterLab draws live, and a line for everything else.
  const live = { 'application/vnd.plotly.v1+json': figure, 'text/plain': `[${titleOf(figure)}]` };
  const identifier = `dae-nr-figure-${process.pid}-${Date.now()}-${shown++}`;
  sendOutput(live, identifier);
  // Grids of images are smaller and sharper as PNG, plots as SVG.
  const format = figure.layout.images?.length ? 'png' : 'svg';
  const drawn = await exporter?.draw(figure, format);
  if (drawn === undefined) return;
  const picture = format === 'png' ? { 'image/png': drawn.toString('base64') } : { 'image/svg+xml': drawn.toString('utf8') };
  sendOutput({ ...live, ...picture }, identifier, true);
}

function isFigure(shown: object): shown is PlotlyFigure {
  return 'data' in shown && 'layout' in shown;
}

export function isDrawing(shown: object): shown is SvgDrawing {
  return 'svg' in shown;
}

export interface ShowOptions {
  /** Digits after the decimal point, by column. */
  readonly digits?: Readonly<Record<string, number>>;
}

/**
 * Shows a Plotly figure, a drawing, a table (danfo DataFrame or an array of row objects) or text in the output of a cell.
 *
 * A column `mse_sd` is shown in the cell of its `mse`, `low` and `high` in the cell of the number before them; nothing is a dash.
 * @example
 * await show(figure);
 * show(frame.groupby(['model']).agg({ mse: 'mean' }));
 * show('All seeds finished.');
 */
export function show(figure: PlotlyFigure): Promise<void>;
export function show(shown: TableLike | SvgDrawing | string, options?: ShowOptions): void;
export function show(value: PlotlyFigure | SvgDrawing | TableLike | string, { digits }: ShowOptions = {}): Promise<void> | void {
  if (typeof value === 'string') {
    sendOutput({ 'text/html': `<p>${escapeHtml(value)}</p>`, 'text/plain': value });
  } else if (isFigure(value)) {
    return showFigureWith(value, isHeadless() ? figureExporter() : undefined);
  } else if (isDrawing(value)) {
    sendOutput({ 'image/svg+xml': value.svg, 'text/plain': `[${/<title>([^<]*)/.exec(value.svg)?.[1] ?? 'drawing'}]` });
  } else {
    const table = formattedTable(value, digits);
    sendOutput({ 'text/html': htmlOf(table), 'text/plain': plainTable(table) });
  }
}
