import { existsSync, readFileSync } from 'node:fs';
import { UserError } from '../errors';
import type { PlotlyFigure, SvgDrawing } from './figureLayout';
import { shownInWords } from './inWords';
import { escapeHtml, formattedTable, plainTable, type Digits, type TableLike } from './table';
import { htmlOf } from './tableHtml';

/**
 * tslab's own sender. Its public API sends one format per output, so that Plotly figures would have
 * no static fallback.
 */
type TslabSender = (
  message: { data: object; metadata: object; transient: { display_id?: string } },
  isUpdate: boolean,
) => void;

/**
 * Sends one output in several formats to the notebook, whose reader's program takes the richest
 * that it knows; outside of one its text is printed.
 * @param displayId names an output that may be updated later
 */
export function sendOutput(
  bundle: Readonly<Record<string, unknown>>,
  displayId?: string,
  isUpdate = false,
): void {
  // Private to tslab 1.0.22, so everything here works without it; used only where its kernel has
  // loaded it already.
  const loaded = Object.entries(require.cache).find(([file]) =>
    /[\\/]tslab[\\/]dist[\\/]jupyter\.js$/.test(file),
  )?.[1];
  const write = (loaded?.exports as { lastWriteDisplayData?: TslabSender | null } | undefined)
    ?.lastWriteDisplayData;
  if (write)
    write(
      {
        data: bundle,
        metadata: {},
        transient: displayId === undefined ? {} : { display_id: displayId },
      },
      isUpdate,
    );
  else if (!isUpdate) process.stdout.write(`${String(bundle['text/plain'])}\n`);
}

/**
 * Reads a drawing from an SVG file.
 * @param file relative to the notebook
 * @throws UserError when the file is missing or is no SVG
 */
export function readDrawing(file: string): SvgDrawing {
  if (!existsSync(file)) throw new UserError(`There is no drawing ${file} beside the notebook.`);
  const svg = readFileSync(file, 'utf8');
  if (!/^\s*<svg\s/.test(svg))
    throw new UserError(`The drawing ${file} has to be an SVG: a text from <svg ...> to </svg>.`);
  return { svg };
}

/** A notebook shows one data set, whose word for a region its outputs use. */
let unit = 'region';

/** What `show` calls a region from now on. */
export function showRegionsAs(word: string): void {
  unit = word;
}

/**
 * Shows a Plotly figure, a drawing, a table (danfo DataFrame or an array of row objects), a number
 * or text in the output of a cell.
 *
 * A column `mse_sd` is shown in the cell of its `mse`, `low` and `high` in the cell of the number
 * before them; nothing is a dash.
 * @param digits after the decimal point, by column
 * @example
 * show(figure);
 * show(frame.groupby(['model']).agg({ mse: 'mean' }));
 * show('All seeds finished.');
 * show(count);
 */
export function show(
  given: PlotlyFigure | SvgDrawing | TableLike | string | number | boolean,
  { digits }: { readonly digits?: Digits } = {},
): void {
  const value = shownInWords(given, unit);
  if (typeof value !== 'object') {
    const text = String(value);
    sendOutput({ 'text/html': `<p>${escapeHtml(text)}</p>`, 'text/plain': text });
  } else if ('data' in value && 'layout' in value) {
    const { title } = value.layout;
    // What JupyterLab draws live, and a line for everything else; pages without scripts get a
    // picture from the headless execution.
    sendOutput({
      'application/vnd.plotly.v1+json': value,
      'text/plain': `[${typeof title === 'string' ? title : (title?.text ?? 'figure')}]`,
    });
  } else if ('svg' in value) {
    sendOutput({
      'image/svg+xml': value.svg,
      'text/plain': `[${/<title>([^<]*)/.exec(value.svg)?.[1] ?? 'drawing'}]`,
    });
  } else {
    const table = formattedTable(value, digits);
    sendOutput({ 'text/html': htmlOf(table), 'text/plain': plainTable(table) });
  }
}
