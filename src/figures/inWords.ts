import type { PlotlyFigure } from './figureLayout';
import type { SvgDrawing } from './show';
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

/**
 * What is saved of an item, in the words of its data set: notebooks say region and compare with
 * what the paper prints; where regions are sessions, and nothing was printed, readers see that.
 * @param unit what the data set calls a region
 */
export function inWords<Content extends Spoken>(content: Content, unit: string): Content {
  const rows = content.table && tableRows(content.table);
  // Values that the paper prints belong to its own recordings and their simulation.
  const isEmpty = (column: string): boolean =>
    /^printed/.test(column) && rows!.every((row) => row[column] == null);
  const kept = rows?.map(
    (row): Row => Object.fromEntries(Object.entries(row).filter(([column]) => !isEmpty(column))),
  );
  if (unit === 'region') return { ...content, table: kept };
  const say = (text: string): string =>
    text.replace(/\b([Rr])egion(s?)\b/g, (_word, first: string, plural: string) => {
      const named = first === 'R' ? unit[0].toUpperCase() + unit.slice(1) : unit;
      return `${named}${plural}`;
    });
  const { title, caption, notes, figure } = content;
  return {
    ...content,
    title: say(title),
    caption: say(caption),
    notes: notes?.map(say),
    table: kept?.map((row) =>
      Object.fromEntries(
        Object.entries(row).map(([column, value]) => [say(column), mapTexts(value, say)]),
      ),
    ),
    figure:
      figure && 'svg' in figure
        ? { ...figure, svg: figure.svg.replace(svgTexts, say) }
        : mapTexts(figure, say),
  };
}
