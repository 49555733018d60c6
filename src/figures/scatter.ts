import type { Data, Shape } from 'plotly.js';
import { colourOf, palette } from './colours';
import { escapeMarkup, framedLayout, titledAxis, type PlotlyFigure } from './figureLayout';

export interface ScatterSeries {
  readonly label: string;
  readonly x: readonly number[];
  readonly y: readonly number[];
  /** Joins the points in their order. */
  readonly joined?: boolean;
}

export interface ScatterPlotOptions {
  readonly title: string;
  readonly xTitle: string;
  readonly yTitle: string;
  readonly series: readonly ScatterSeries[];
  /** Draws the line on which both coordinates are equal. */
  readonly identity?: boolean;
}

const symbols = ['circle', 'diamond', 'square', 'x'] as const;

/** Smallest and largest coordinate of all points with some room around them. */
function extent(values: readonly number[]): [number, number] {
  const low = Math.min(...values);
  const high = Math.max(...values);
  const room = 0.06 * (high - low || 1);
  return [low - room, high + room];
}

/** Points of one or a few series, told apart by colour and symbol. */
export function scatter({ title, xTitle, yTitle, series, identity = false }: ScatterPlotOptions): PlotlyFigure {
  const crowded = series.some(({ x }) => x.length > 400);
  const data = series.map(({ label, x, y, joined }, index): Data => {
    const color = colourOf(label, index);
    return {
      type: 'scatter',
      mode: joined ? 'lines+markers' : 'markers',
      name: escapeMarkup(label),
      x: [...x],
      y: [...y],
      marker: { color, symbol: symbols[index % symbols.length], size: crowded ? 4 : 8, opacity: crowded ? 0.35 : 0.8 },
      line: { color, width: 1 },
    };
  });
  const [xs, ys] = [series.flatMap(({ x }) => x), series.flatMap(({ y }) => y)];
  const [xRange, yRange] = identity ? [extent([...xs, ...ys]), extent([...xs, ...ys])] : [extent(xs), extent(ys)];
  const [low, high] = xRange;
  const diagonal: Partial<Shape> = { type: 'line', xref: 'x', yref: 'y', x0: low, x1: high, y0: low, y1: high, line: { color: palette.grey, width: 1, dash: 'dash' }, layer: 'below' };
  return {
    data,
    layout: {
      ...framedLayout({ title, plotHeight: 400, marginLeft: 90, marginRight: 30, belowPlot: 52 }),
      showlegend: series.length > 1,
      legend: { orientation: 'h', x: 1, xanchor: 'right', y: 1, yanchor: 'bottom' },
      xaxis: titledAxis(xTitle, { range: xRange }),
      yaxis: titledAxis(yTitle, { range: yRange }),
      shapes: identity ? [diagonal] : [],
    },
  };
}
