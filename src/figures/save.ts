import { appendFile, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../errors';
import { writeWhole } from '../writeWhole';
import { framed, type PlotlyFigure, type SvgDrawing } from './figureLayout';
import { inWords } from './inWords';
import {
  csvOf,
  isNotThere,
  markdownOf,
  tableRows,
  type Digits,
  type Row,
  type TableLike,
} from './table';

/** What an item was computed from; those of one page have to agree in data and weights. */
export interface ItemOrigin {
  /** Fingerprint of the data, preprocessing included. */
  readonly data: string;
  /** Hash of the reader's own weights of the losses; null for those of the package. */
  readonly weights: string | null;
  readonly preset: string;
  readonly seeds: number;
  readonly fromRecords: boolean;
}

/** Where items are saved, and how what is missing in them can be had; a `Reproduction` is one. */
export interface SaveTarget {
  readonly outputFolder: string;
  readonly origin: ItemOrigin;
  /** A sentence about the rows of an item's table that are not run: what fills them. */
  readonly dashesOf: (item: string, rows: number) => string;
  /** What the data set calls a region: `region` by default. */
  readonly words?: { readonly unit: string };
}

export interface SavedContent {
  readonly title: string;
  /**
   * Data set, preset, seeds and backend: `captionOf(reproduction, runs)`, and what else belongs
   * below.
   */
  readonly caption: string;
  /** One row a cell of the paper's table, plain headings: `region, model, mse, mse_sd, seeds`. */
  readonly table?: TableLike | undefined;
  /** Title and caption are put into a Plotly figure; a drawing stays as it is. */
  readonly figure?: PlotlyFigure | SvgDrawing | undefined;
  /** Sentences below the table: sources, definitions, what may not be concluded. */
  readonly notes?: readonly string[] | undefined;
  /** In the Markdown table. */
  readonly digits?: Digits | undefined;
}

/** What the index page knows about an item. */
export interface SavedItem extends Pick<SavedContent, 'title' | 'caption' | 'digits'> {
  readonly item: string;
  readonly origin: ItemOrigin;
  readonly table?: readonly Row[] | undefined;
  readonly notes: readonly string[];
}

/** Where an item's entry for the index page lies. */
export const entryEnding = '.item.json';

/** In JSON, which knows no NaN: a value that is not there, unlike null, where none belongs. */
const notThere = '—';

function entryJson({ table, ...entry }: SavedItem): string {
  const rows = table?.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([column, value]) => [column, isNotThere(value) ? notThere : value]),
    ),
  );
  return `${JSON.stringify({ ...entry, table: rows }, null, 1)}\n`;
}

/** An entry as `save` wrote it. */
export function readEntry(json: string): SavedItem {
  return JSON.parse(json, (_, value: unknown) => (value === notThere ? NaN : value)) as SavedItem;
}

/**
 * Saves an item of the paper: `<item>.csv` and `.md` of its table, `.plotly.json` of its figure,
 * `.svg` of a drawing, and what the index page needs; a headless execution adds `.svg` and `.png`
 * of figures. The only writer of results; each file is whole or not there.
 * @param item as in the paper, `table2`; names the files
 * @throws UserError without a table and a figure, or for an item that cannot be a file name
 * @example
 * const caption = captionOf(reproduction, cae);
 * await save(reproduction, 'table2', { title: 'Table 2. Reconstruction', caption, table: rows });
 */
export async function save(
  { outputFolder, origin, dashesOf, words }: SaveTarget,
  item: string,
  given: SavedContent,
): Promise<void> {
  if (!/^[a-z0-9][a-z0-9-]*$/.test(item))
    throw new UserError(
      `"${item}" cannot name files: use small letters, digits and hyphens, for example table2.`,
    );
  if (given.table === undefined && given.figure === undefined)
    throw new UserError(`save needs a table or a figure for ${item}.`);
  const content = inWords(given, words?.unit ?? 'region');
  const { title, caption, table, figure, digits } = content;
  const rows = table && tableRows(table);
  const empty = rows?.filter(({ seeds }) => seeds === 0).length ?? 0;
  const notes = [...(content.notes ?? []), ...(empty === 0 ? [] : [dashesOf(item, empty)])];
  const fileOf = (ending: string): string => path.join(outputFolder, `${item}${ending}`);
  if (table !== undefined) {
    // For programs: the columns have one name for all data sets.
    await writeWhole(fileOf('.csv'), csvOf(given.table!));
    await writeWhole(fileOf('.md'), markdownOf(table, title, caption, notes, digits));
  }
  const isPlot = figure !== undefined && !('svg' in figure);
  const plot = isPlot ? `${JSON.stringify(framed(figure, { title, caption }))}\n` : undefined;
  const earlier = await readFile(fileOf('.plotly.json'), 'utf8').catch(() => undefined);
  // Pictures of another figure do not stay; a plot does until the new one takes its place.
  if (plot === undefined || plot !== earlier)
    for (const ending of ['.svg', '.png', ...(isPlot ? [] : ['.plotly.json'])])
      await rm(fileOf(ending), { force: true });
  if (!isPlot && figure !== undefined) await writeWhole(fileOf('.svg'), figure.svg);
  if (plot !== undefined) {
    await writeWhole(fileOf('.plotly.json'), plot);
    const toDraw = process.env['DAE_NR_SAVED_FIGURES'];
    if (toDraw !== undefined) await appendFile(toDraw, `${path.resolve(fileOf('.plotly.json'))}\n`);
  }
  const entry: SavedItem = { item, origin, title, caption, notes, table: rows, digits };
  await writeWhole(fileOf(entryEnding), entryJson(entry));
}
