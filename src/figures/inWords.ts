import type { PlotlyFigure, SvgDrawing } from './figureLayout';
import { tableRows, type Row, type TableLike } from './table';

/** What a reader sees of an item. */
interface Spoken {
  readonly title: string;
  readonly caption: string;
  readonly notes?: readonly string[] | undefined;
  readonly table?: TableLike | undefined;
  readonly figure?: PlotlyFigure | SvgDrawing | undefined;
}

/** Texts inside an SVG, between its elements. */
const svgTexts = />[^<]+</g;

/** Every text of plain data, through a function; numbers and their arrays stay as they are. */
function mapTexts<Value>(value: Value, change: (text: string) => string): Value {
  if (typeof value === 'string') return change(value) as Value;
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  if (Array.isArray(value)) return value.map((entry) => mapTexts(entry, change)) as Value;
  const entries = Object.entries(value).map(([key, entry]) => [key, mapTexts(entry, change)]);
  return Object.fromEntries(entries) as Value;
}

/** What a reader sees of an item's table and figure, or in the output of a cell. */
type Shown = PlotlyFigure | SvgDrawing | TableLike | string | number | boolean;

/** A text with the data set's own word where it says region. */
function say(text: string, unit: string): string {
  return text.replace(/\b([Rr])egion(s?)\b/g, (_word, first: string, plural: string) => {
    const named = first === 'R' ? unit[0].toUpperCase() + unit.slice(1) : unit;
    return `${named}${plural}`;
  });
}

/**
 * What is shown, in the words of its data set: notebooks say region; where regions are sessions,
 * readers see that.
 * @param unit what the data set calls a region
 */
export function shownInWords<Value extends Shown>(value: Value, unit: string): Value | Row[] {
  if (unit === 'region') return value;
  const saying = (text: string): string => say(text, unit);
  if (typeof value !== 'object') return mapTexts(value, saying);
  if ('svg' in value) return { ...value, svg: value.svg.replace(svgTexts, saying) };
  if ('data' in value && 'layout' in value) return mapTexts(value, saying);
  return tableRows(value).map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([column, cell]) => [saying(column), mapTexts(cell, saying)]),
    ),
  );
}

/**
 * What is saved of an item, in the words of its data set, and without columns of printed values
 * where nothing was printed.
 * @param unit what the data set calls a region
 */
export function inWords<Content extends Spoken>(content: Content, unit: string): Content {
  const { title, caption, notes, table, figure } = content;
  const rows = table && tableRows(table);
  // Values that the paper prints belong to its own recordings and their simulation.
  const isEmpty = (column: string): boolean =>
    /^printed/.test(column) && rows!.every((row) => row[column] == null);
  const kept = rows?.map(
    (row): Row => Object.fromEntries(Object.entries(row).filter(([column]) => !isEmpty(column))),
  );
  return {
    ...content,
    title: say(title, unit),
    caption: say(caption, unit),
    notes: notes?.map((note) => say(note, unit)),
    table: kept && shownInWords(kept, unit),
    figure: figure && shownInWords(figure, unit),
  };
}
