import type { Annotations, Data, LayoutAxis, Shape } from 'plotly.js';
import { colourOf, palette } from './colours';
import { escapeMarkup, type PlotlyFigure } from './figureLayout';
import { panelFigure, placeOf, type PanelFrame } from './panels';

/** Points, told apart from other series by colour and symbol. */
export interface ScatterSeries {
  readonly label: string;
  readonly x: readonly number[];
  readonly y: readonly number[];
  /** Ends of the interval around each point. */
  readonly low?: readonly number[] | undefined;
  readonly high?: readonly number[] | undefined;
  /** Joins the points in their order; `line` draws the line only. */
  readonly joined?: boolean | 'line' | undefined;
  /** Default: that of the model in `label`, else the next of the palette. */
  readonly colour?: string | undefined;
  readonly symbol?: string | undefined;
  readonly dash?: 'dot' | 'dash' | undefined;
}

export interface ScatterPanel {
  readonly title?: string | undefined;
  readonly xTitle?: string | undefined;
  readonly yTitle?: string | undefined;
  readonly series: readonly ScatterSeries[];
  /** Draws the line on which both coordinates are equal. */
  readonly identity?: boolean | undefined;
  readonly xScale?: 'linear' | 'log' | undefined;
  readonly yScale?: 'linear' | 'log' | undefined;
  readonly yRange?: readonly [number, number] | undefined;
  /** A grey band between two values of y. */
  readonly band?: { readonly low: number; readonly high: number } | undefined;
  /** Dashed vertical lines with a name. */
  readonly marks?: readonly { readonly label: string; readonly x: number }[] | undefined;
  /** A map without a scale, as t-SNE draws one: no numbers and no grid on the axes. */
  readonly isMap?: boolean | undefined;
}

export interface ScatterPanelsOptions {
  readonly title: string;
  /** Panels side by side, in rows. */
  readonly rows: readonly (readonly ScatterPanel[])[];
  /** Of a panel, in pixels. */
  readonly panelHeight?: number | undefined;
  /** Whether series have a key; default: where there is more than one name. */
  readonly hasKey?: boolean | undefined;
}

const symbols = ['circle', 'diamond', 'square', 'x'] as const;

/** Smallest and largest coordinate of all points with some room around them. */
function extent(values: readonly number[]): [number, number] {
  const finite = values.filter(Number.isFinite);
  const [low, high] = [Math.min(...finite), Math.max(...finite)];
  const room = 0.06 * (high - low || 1);
  return [low - room, high + room];
}

/** Range of an axis of numbers; Plotly itself finds that of a logarithmic one. */
function axisOf(
  values: readonly number[],
  scale: ScatterPanel['xScale'],
  isMap: boolean,
): Partial<LayoutAxis> {
  const look = isMap
    ? { showticklabels: false, showgrid: false }
    : { ticks: 'outside' as const, showgrid: true, gridcolor: '#E5E5E5' };
  const own = scale === 'log' ? { type: 'log' as const } : { range: extent(values) };
  return { zeroline: false, ...look, ...own };
}

const ends = ({ y, low = [], high = [] }: ScatterSeries): number[] => [...y, ...low, ...high];

function frameOf(panel: ScatterPanel): PanelFrame {
  const { series, identity = false, xScale, yScale, yRange, band, isMap = false } = panel;
  const [xs, ys] = [series.flatMap(({ x }) => x), series.flatMap(ends)];
  const shown = [...ys, ...(band ? [band.low, band.high] : [])];
  const both = [...xs, ...shown];
  return {
    title: panel.title,
    xTitle: panel.xTitle,
    yTitle: panel.yTitle,
    xaxis: axisOf(identity ? both : xs, xScale, isMap),
    yaxis: {
      ...axisOf(identity ? both : shown, yScale, isMap),
      ...(yRange ? { range: [...yRange] } : {}),
    },
  };
}

function shapesOf({ series, identity, band, marks = [] }: ScatterPanel, number: number) {
  const { refs } = placeOf(number);
  const grey = { color: palette.grey, width: 1, dash: 'dash' as const };
  const shapes: Partial<Shape>[] = marks.map(({ x }) => ({
    type: 'line',
    xref: refs.xref!,
    yref: `${refs.yref} domain` as NonNullable<Shape['yref']>,
    x0: x,
    x1: x,
    y0: 0,
    y1: 1,
    line: grey,
  }));
  if (identity) {
    const [low, high] = extent(series.flatMap(({ x, y }) => [...x, ...y]));
    shapes.push({
      type: 'line',
      ...refs,
      x0: low,
      x1: high,
      y0: low,
      y1: high,
      line: grey,
      layer: 'below',
    });
  }
  if (band)
    shapes.push({
      type: 'rect',
      xref: `${refs.xref} domain` as NonNullable<Shape['xref']>,
      yref: refs.yref!,
      x0: 0,
      x1: 1,
      y0: band.low,
      y1: band.high,
      fillcolor: 'rgba(0,0,0,0.12)',
      line: { width: 0 },
      layer: 'below',
    });
  return shapes;
}

function namesOfMarks({ marks = [] }: ScatterPanel, number: number): Partial<Annotations>[] {
  const { refs } = placeOf(number);
  return marks.map(({ label, x }) => ({
    text: escapeMarkup(label),
    xref: refs.xref!,
    yref: `${refs.yref} domain` as NonNullable<Annotations['yref']>,
    x,
    y: 1,
    xanchor: 'left',
    yanchor: 'top',
    xshift: 4,
    showarrow: false,
    font: { size: 11, color: palette.grey },
  }));
}

/**
 * Points and curves in small panels, each with axes of its own and one key for all: a series keeps
 * its colour and symbol from panel to panel.
 * @example
 * scatterPanels({ title: 'Tuning', rows: [[{ title: 'neuron 1', xTitle: 'degrees', yTitle:
 * 'response', series: [{ label: 'truth', x: [0, 90], y: [1, 2], joined: true }] }]] });
 */
export function scatterPanels({
  title,
  rows,
  panelHeight,
  hasKey,
}: ScatterPanelsOptions): PlotlyFigure {
  const panels = rows.flat();
  const labels = [...new Set(panels.flatMap(({ series }) => series.map(({ label }) => label)))];
  const seen = new Set<string>();
  const traceOf = (series: ScatterSeries, panel: number): Data => {
    const { label, x, y, low, high, joined = false, symbol, dash } = series;
    const index = labels.indexOf(label);
    const color = series.colour ?? colourOf(label, index);
    const isNew = !seen.has(label);
    seen.add(label);
    const crowded = x.length > 400;
    return {
      type: 'scatter',
      mode: joined === 'line' ? 'lines' : joined ? 'lines+markers' : 'markers',
      ...placeOf(panel).axes,
      name: escapeMarkup(label),
      legendgroup: label,
      showlegend: isNew,
      x: [...x],
      y: [...y],
      marker: {
        color,
        symbol: symbol ?? symbols[index % symbols.length],
        size: crowded ? 4 : panels.length > 2 ? 5 : 8,
        opacity: crowded ? 0.35 : 0.8,
      },
      line: { color, width: joined === 'line' ? 1.8 : 1, dash: dash ?? 'solid' },
      ...(low && high
        ? {
            error_y: {
              type: 'data',
              symmetric: false,
              color,
              thickness: 1.2,
              width: 3,
              array: high.map((end, point) => end - y[point]),
              arrayminus: low.map((end, point) => y[point] - end),
            },
          }
        : {}),
    } as Data;
  };
  const isKeyed = hasKey ?? labels.length > 1;
  return panelFigure({
    kind: 'scatter',
    panelHeight: panelHeight ?? (panels.length === 1 ? 400 : undefined),
    title,
    rows: rows.map((row) => row.map(frameOf)),
    data: panels.flatMap(({ series }, panel) => series.map((one) => traceOf(one, panel))),
    series: isKeyed ? labels : [],
    keys: [],
    layout: {
      showlegend: isKeyed,
      shapes: panels.flatMap(shapesOf),
      annotations: panels.flatMap(namesOfMarks),
    },
  });
}
