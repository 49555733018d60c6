import { appendFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../errors';
import { writeWhole } from '../writeWhole';
import { framed, type PlotlyFigure } from './figureLayout';
import { isDrawing, type SvgDrawing } from './show';
import { tableRows, type Digits, type Row, type TableLike } from './table';
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
  /** In the Markdown table. */
  readonly digits?: Digits | undefined;
}

/** What the index page knows about an item. */
export interface SavedItem extends Pick<SavedContent, 'title' | 'caption' | 'digits'> {
  readonly item: string;
  readonly table?: readonly Row[] | undefined;
  readonly notes: readonly string[];
}

/** Where an item's entry for the index page lies. */
export const entryEnding = '.item.json';

/** A row with `seeds` 0 was not run: how many there are, and what fills them. */
function dashNote(rows: readonly Row[], command: string): string[] {
  const empty = rows.filter(({ seeds }) => seeds === 0).length;
  return empty === 0 ? [] : [`— (${empty} ${empty === 1 ? 'row' : 'rows'} not run): ${command}`];
}

/**
 * Saves an item of the paper: `<item>.csv` and `.md` of its table, `.plotly.json` of its figure, `.svg` of a drawing, and what the
 * index page needs; a headless execution adds `.svg` and `.png` of figures. The only writer of results; each file is whole or not there.
 * @param item as in the paper, `table2`; names the files
 * @throws UserError without a table and a figure, or for an item that cannot be a file name
 * @example
 * await save(reproduction, 'table2', { title: 'Table 2. Reconstruction', caption: captionOf(reproduction, cae), table: rows });
 */
export async function save({ outputFolder, commandFor }: SaveTarget, item: string, content: SavedContent): Promise<void> {
  const { title, caption, table, figure, digits } = content;
  if (!/^[a-z0-9][a-z0-9-]*$/.test(item)) throw new UserError(`"${item}" cannot name files: use small letters, digits and hyphens, for example table2.`);
  if (table === undefined && figure === undefined) throw new UserError(`save needs a table or a figure for ${item}.`);
  const rows = table && tableRows(table);
  const notes = [...(content.notes ?? []), ...dashNote(rows ?? [], commandFor(item))];
  const write = (ending: string, text: string): Promise<void> => writeWhole(path.join(outputFolder, `${item}${ending}`), text);
  if (table !== undefined) {
    await write('.csv', csvOf(table));
    await write('.md', markdownOf(table, title, caption, notes, digits));
  }
  const isPlot = figure !== undefined && !isDrawing(figure);
  // Pictures of an earlier figure do not stay.
  for (const ending of ['.svg', '.png', ...(isPlot ? [] : ['.plotly.json'])]) await rm(path.join(outputFolder, `${item}${ending}`), { force: true });
  if (!isPlot && figure !== undefined) await write('.svg', figure.svg);
  if (isPlot) {
    await write('.plotly.json', `${JSON.stringify(framed(figure, { title, caption }))}\n`);
    const toDraw = process.env['DAE_NR_SAVED_FIGURES'];
    if (toDraw !== undefined) await appendFile(toDraw, `${path.resolve(outputFolder, item)}.plotly.json\n`);
  }
  const entry: SavedItem = { item, title, caption, notes, table: rows, digits };
  await write(entryEnding, `${JSON.stringify(entry, null, 1)}\n`);
}
