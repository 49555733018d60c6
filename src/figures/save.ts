import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../errors';
import { writeWhole } from '../writeWhole';
import { framed, type PlotlyFigure } from './figureLayout';
import { figureExporter, type FigureExporter } from './kaleido';
import { isDrawing, isHeadless } from './show';
import { svgDrawing, type SvgDrawing } from './svgDrawing';
import { tableRows, type Row, type TableLike } from './table';
import { csvOf, markdownOf } from './tableFiles';

/** Where items are saved, and how what is missing in them can be had; a `Reproduction` is one. */
export interface SaveTarget {
  readonly outputFolder: string;
  readonly commandFor: (item: string) => string;
}

export interface SavedContent {
  readonly title: string;
  /** Data set, preset, seeds and backend: `captionOf(reproduction, runs)`, and what else belongs below. */
  readonly caption: string;
  /** One row a cell of the paper's table, plain headings: `region, model, mse, mse_sd, seeds`. */
  readonly table?: TableLike | undefined;
  /** Title and caption are put into a Plotly figure; a drawing stays as it is. */
  readonly figure?: PlotlyFigure | SvgDrawing | undefined;
  /** Sentences below the table: sources, definitions, what may not be concluded. */
  readonly notes?: readonly string[] | undefined;
  /** Digits after the decimal point in the Markdown table, by column. */
  readonly digits?: Readonly<Record<string, number>> | undefined;
}

/** What the index page knows about an item. */
export interface SavedItem {
  readonly item: string;
  readonly title: string;
  readonly caption: string;
  readonly notes: readonly string[];
  readonly table?: readonly Row[] | undefined;
  readonly digits?: Readonly<Record<string, number>> | undefined;
  /** Names of its files beside the page. */
  readonly files: readonly string[];
}

/** Where an item's entry for the index page lies. */
export const entryEnding = '.item.json';

/** A row with `seeds` 0 was not run: how many there are, and what fills them. */
function dashNote(rows: readonly Row[], command: string): string[] {
  const empty = rows.filter(({ seeds }) => seeds === 0).length;
  return empty === 0 ? [] : [`— (${empty} ${empty === 1 ? 'row' : 'rows'} not run): ${command}`];
}

/**
 * Saves an item of the paper: `<item>.csv` and `.md` of its table, `.plotly.json` of its figure, in headless execution `.svg` and
 * `.png` too, `.svg` of a drawing, and what the index page needs. The only writer of results; each file is written whole or not at all.
 * @param item as in the paper, `table2`; names the files
 * @throws UserError without a table and a figure, or for an item that cannot be a file name
 * @example
 * await save(reproduction, 'table2', { title: 'Table 2. Reconstruction', caption: captionOf(reproduction, cae), table: rows });
 */
export async function save({ outputFolder, commandFor }: SaveTarget, item: string, content: SavedContent): Promise<void> {
  const { title, caption, table, figure, digits } = content;
  if (!/^[a-z0-9][a-z0-9-]*$/.test(item)) throw new UserError(`"${item}" cannot name files: use small letters, digits and hyphens, for example table2.`);
  if (table === undefined && figure === undefined) throw new UserError(`save needs a table or a figure for ${item}.`);
  await mkdir(outputFolder, { recursive: true });
  const rows = table && tableRows(table);
  const notes = [...(content.notes ?? []), ...dashNote(rows ?? [], commandFor(item))];
  const files: string[] = [];
  const write = async (ending: string, text: string): Promise<void> => {
    await writeWhole(path.join(outputFolder, `${item}${ending}`), text);
    if (ending !== entryEnding) files.push(`${item}${ending}`);
  };
  if (table !== undefined) {
    await write('.csv', csvOf(table));
    await write('.md', markdownOf(table, { title, caption, notes }, digits));
  }
  if (figure !== undefined && isDrawing(figure)) {
    const { svg } = svgDrawing(figure.svg);
    // Files of an earlier figure do not stay.
    for (const earlier of ['.plotly.json', '.png']) await rm(path.join(outputFolder, `${item}${earlier}`), { force: true });
    await write('.svg', svg);
  } else if (figure !== undefined) {
    const complete = framed(figure, { title, caption });
    files.push(...(await writeFigure(complete, outputFolder, item, isHeadless() ? figureExporter() : undefined)));
  }
  const entry: SavedItem = { item, title, caption, notes, table: rows, digits, files };
  await write(entryEnding, `${JSON.stringify(entry, null, 1)}\n`);
}

/** Where Plotly puts six random digits of the drawing, of a trace and of its colour bar into ids and classes of an SVG. */
const randomDigits = /(?:id="defs-|class="trace [a-z]+ trace|class="cb)([0-9a-f]{6})(?=[" ])/g;

/** Counts instead of random digits, so that equal figures are equal files. */
function withoutRandomIds(svg: Buffer, name: string): Buffer {
  const text = svg.toString('utf8');
  const digits = [...new Set([...text.matchAll(randomDigits)].map(([, found]) => found))];
  const stable = digits.reduce((changed, found, index) => changed.replace(new RegExp(`(?<=clip|defs-|legend|trace|cb|["#]g)${found}`, 'g'), `-${name}-${index}-`), text);
  return Buffer.from(stable);
}

/**
 * Writes `<name>.plotly.json` and, with an exporter that answers, `<name>.svg` and `<name>.png` into a folder that exists; pictures
 * of an earlier figure do not stay.
 * @returns the names of the files.
 */
export async function writeFigure(figure: PlotlyFigure, folder: string, name: string, exporter: FigureExporter | undefined): Promise<string[]> {
  const files = [`${name}.plotly.json`];
  await writeWhole(path.join(folder, files[0]), `${JSON.stringify(figure)}\n`);
  for (const format of ['svg', 'png'] as const) {
    const file = `${name}.${format}`;
    const drawn = await exporter?.draw(figure, format);
    if (drawn === undefined) {
      await rm(path.join(folder, file), { force: true });
      continue;
    }
    await writeWhole(path.join(folder, file), format === 'svg' ? withoutRandomIds(drawn, name) : drawn);
    files.push(file);
  }
  return files;
}
