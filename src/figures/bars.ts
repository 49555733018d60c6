import type { Data, Shape } from 'plotly.js';
import { colourOf } from './colours';
import { escapeMarkup, type PlotlyFigure } from './figureLayout';
import { dashAt, isThere, keyEntry, panelFigure, placeOf, type PanelFrame } from './panels';

/** One bar; every part but the value may be left out. */
export interface Bar {
  /** Count or mean; undefined or NaN shows a dash. */
  readonly value: number | undefined;
  /** Ends of the error bar. */
  readonly low?: number | undefined;
  readonly high?: number | undefined;
  /** What chance alone gives: drawn as a dashed box across the bar. */
  readonly chance?: { readonly low: number; readonly high: number } | undefined;
  /** What was printed for it: drawn as an open marker, or a line where it is a range. */
  readonly printed?: number | readonly [number, number] | undefined;
}

export interface BarPanel {
  readonly title?: string | undefined;
  /** What the bars are parts of: the rest is drawn pale above them. */
  readonly total?: number | undefined;
  /** Labels on the axis. */
  readonly groups: readonly string[];
  /** One list a series, one entry a group. */
  readonly bars: readonly (readonly Bar[])[];
}

export interface BarsOptions {
  readonly title: string;
  readonly xTitle: string;
  readonly yTitle: string;
  /** Names of the series, the same in all panels; a model's name gives its colour. */
  readonly series: readonly string[];
  /** Panels side by side, in rows. The axis of values starts at 0 in all of them. */
  readonly rows: readonly (readonly BarPanel[])[];
  /** Names of the full and the pale part in the key. */
  readonly parts?: readonly [string, string] | undefined;
}

const chanceLine = { color: '#222222', width: 1.3, dash: 'dot' } as const;

/** All bars, x being the middle of one on the axis of groups, series lying `pitch` apart. */
function placeBars(series: readonly string[], rows: BarsOptions['rows'], pitch: number) {
  return rows.flat().flatMap(({ total, bars: ofPanel }, panel) =>
    ofPanel.flatMap((own, index) =>
      own.map((bar, group) => {
        const x = group + 1 + (index - (series.length - 1) / 2) * pitch;
        return { ...bar, total, series: index, color: colourOf(series[index], index), x, panel };
      }),
    ),
  );
}

type PlacedBar = ReturnType<typeof placeBars>[number] & { readonly value: number };

function barTraces(
  { value, low = value, high = value, printed, total, series, color, x, panel }: PlacedBar,
  name: string,
  width: number,
  isFirst: boolean,
): Data[] {
  const { axes } = placeOf(panel);
  const common = {
    type: 'bar' as const,
    x: [x],
    width: [width],
    ...axes,
    name: escapeMarkup(name),
    legendgroup: name,
    legendrank: series + 1,
  };
  const errors =
    high > low
      ? {
          error_y: {
            type: 'data' as const,
            symmetric: false,
            array: [high - value],
            arrayminus: [value - low],
            thickness: 1.2,
            width: 3,
          },
        }
      : {};
  const rest: Data[] =
    total === undefined
      ? []
      : [
          {
            ...common,
            y: [total - value],
            base: [value],
            marker: { color, opacity: 0.16 },
            showlegend: false,
            hoverinfo: 'skip',
          } as Data,
        ];
  const values =
    printed === undefined ? [] : typeof printed === 'number' ? [printed] : [...printed];
  const marker = {
    symbol: 'diamond-open',
    size: 9,
    color: '#000000',
    line: { width: 1.5 },
  } as const;
  const markers: Data[] =
    values.length === 0
      ? []
      : [
          {
            type: 'scatter',
            mode: values.length > 1 ? 'lines+markers' : 'markers',
            x: values.map(() => x),
            y: values,
            ...axes,
            marker,
            line: { color: '#000000', width: 1 },
            name: 'printed',
            legendgroup: 'printed',
            showlegend: false,
            legendrank: 1001,
          },
        ];
  return [
    { ...common, y: [value], marker: { color }, showlegend: isFirst, ...errors },
    ...rest,
    ...markers,
  ];
}

/** Entries of the key that belong to no series. */
function keysOf(
  placed: readonly PlacedBar[],
  parts: readonly [string, string] | undefined,
): Data[] {
  const has = (part: 'total' | 'chance' | 'printed'): boolean =>
    placed.some((bar) => bar[part] !== undefined);
  const square = (name: string, opacity: number): Data =>
    keyEntry(name, {
      marker: { symbol: 'square', size: 11, color: '#555555', opacity },
      legendrank: 1000,
    });
  return [
    ...(parts !== undefined && has('total') ? [square(parts[0], 1), square(parts[1], 0.25)] : []),
    ...(has('chance')
      ? [keyEntry('chance', { mode: 'lines', line: chanceLine, legendrank: 1002 })]
      : []),
    ...(has('printed')
      ? [
          keyEntry('printed', {
            marker: { symbol: 'diamond-open', size: 9, color: '#000000' },
            legendrank: 1003,
          }),
        ]
      : []),
  ];
}

/**
 * Grouped bars of counts or means in small panels, from 0, with error bars, what chance gives, and
 * printed values.
 * @example
 * const cnn = { value: 40, low: 36, high: 44 };
 * const joint = { value: 44, printed: [38, 47] };
 * bars({
 *   title: 'Fig. 3', xTitle: 'layer', yTitle: 'neurons', series: ['CNN-FR', 'CAE-FR'],
 *   parts: ['significant', 'not significant'],
 *   rows: [[{ title: 'region 3', total: 102, groups: ['1'], bars: [[cnn], [joint]] }]],
 * });
 */
export function bars({ title, xTitle, yTitle, series, rows, parts }: BarsOptions): PlotlyFigure {
  const pitch = 0.84 / series.length;
  const width = 0.92 * pitch;
  const all = placeBars(series, rows, pitch);
  const placed = all.filter(isThere);
  const frames = rows.map((row, rowIndex) =>
    row.map(
      ({ title: own, total, groups }, column): PanelFrame => ({
        title: own,
        xTitle: rowIndex === rows.length - 1 ? xTitle : undefined,
        yTitle: column === 0 ? yTitle : undefined,
        labels: groups,
        yaxis: {
          showgrid: true,
          zeroline: true,
          ...(total === undefined ? { rangemode: 'tozero' } : { range: [0, total] }),
        },
      }),
    ),
  );
  const isFirst = (bar: PlacedBar): boolean =>
    placed.find((other) => other.series === bar.series) === bar;
  // Wider than the bar and open, so that nobody takes it for a segment of a stack.
  const shapes = placed.flatMap(({ chance, x, panel }): Partial<Shape>[] =>
    chance === undefined
      ? []
      : [
          {
            type: 'rect',
            ...placeOf(panel).refs,
            x0: x - 0.56 * width,
            x1: x + 0.56 * width,
            y0: chance.low,
            y1: chance.high,
            fillcolor: 'rgba(0,0,0,0)',
            line: chanceLine,
            layer: 'above',
          },
        ],
  );
  const annotations = all
    .filter((bar) => !isThere(bar))
    .map(({ panel, x, color }) => dashAt(panel, x, { font: { size: 12, color } }));
  return panelFigure({
    kind: 'bars',
    title,
    rows: frames,
    data: placed.flatMap((bar) => barTraces(bar, series[bar.series], width, isFirst(bar))),
    series,
    keys: keysOf(placed, parts),
    layout: { barmode: 'overlay', shapes, annotations },
  });
}
