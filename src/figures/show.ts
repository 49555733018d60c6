import { existsSync, readFileSync } from 'node:fs';
import { UserError } from '../errors';
import type { PlotlyFigure } from './figureLayout';
import { escapeHtml, sendOutput } from './notebookOutput';
import { formattedTable, plainTable, type Digits, type TableLike } from './table';
import { htmlOf } from './tableFiles';

/** A drawing that somebody made, not a plot of data: shown and saved as it is, and on pages as an image, in which nothing runs. */
export interface SvgDrawing {
  readonly svg: string;
}

/**
 * Reads a drawing from an SVG file.
 * @param file relative to the notebook
 * @throws UserError when the file is missing or is no SVG
 */
export function readDrawing(file: string): SvgDrawing {
  if (!existsSync(file)) throw new UserError(`There is no drawing ${file} beside the notebook.`);
  const svg = readFileSync(file, 'utf8');
  if (!/^\s*<svg\s/.test(svg)) throw new UserError(`The drawing ${file} has to be an SVG: a text from <svg ...> to </svg>.`);
  return { svg };
}

function titleOf({ layout }: PlotlyFigure): string {
  return typeof layout.title === 'string' ? layout.title : (layout.title?.text ?? 'figure');
}

function isFigure(shown: object): shown is PlotlyFigure {
  return 'data' in shown && 'layout' in shown;
}

export function isDrawing(shown: object): shown is SvgDrawing {
  return 'svg' in shown;
}

/**
 * Shows a Plotly figure, a drawing, a table (danfo DataFrame or an array of row objects) or text in the output of a cell.
 *
 * A column `mse_sd` is shown in the cell of its `mse`, `low` and `high` in the cell of the number before them; nothing is a dash.
 * @param digits after the decimal point, by column
 * @example
 * show(figure);
 * show(frame.groupby(['model']).agg({ mse: 'mean' }));
 * show('All seeds finished.');
 */
export function show(value: PlotlyFigure | SvgDrawing | TableLike | string, { digits }: { readonly digits?: Digits } = {}): void {
  if (typeof value === 'string') {
    sendOutput({ 'text/html': `<p>${escapeHtml(value)}</p>`, 'text/plain': value });
  } else if (isFigure(value)) {
    // What JupyterLab draws live, and a line for everything else; pages without scripts get a picture from the headless execution.
    sendOutput({ 'application/vnd.plotly.v1+json': value, 'text/plain': `[${titleOf(value)}]` });
  } else if (isDrawing(value)) {
    sendOutput({ 'image/svg+xml': value.svg, 'text/plain': `[${/<title>([^<]*)/.exec(value.svg)?.[1] ?? 'drawing'}]` });
  } else {
    const table = formattedTable(value, digits);
    sendOutput({ 'text/html': htmlOf(table), 'text/plain': plainTable(table) });
  }
}
