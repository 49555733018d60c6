import type { Data, Shape } from 'plotly.js';
import { colourOf } from './colours';
import { framedLayout } from './figureLayout';
import { palette } from './palette';
import type { PlotlyFigure } from './plotlyFigure';

export interface ScatterSeries {
  readonly label: string;
  readonly x: readonly number[];
  readonly y: readonly number[];
  /** What each point is, shown beside it; on hovering only where `pointLabels` is absent. */
  readonly pointLabels?: readonly string[];
  /** Joins the points in their order. */
  readonly joined?: boolean;
}

export interface ScatterPlotOptions {
  readonly title: string;
  readonly caption?: string | undefined;
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
export function scatter({ title, caption, xTitle, yTitle, series, identity = false }: ScatterPlotOptions): PlotlyFigure {
  const crowded = series.some(({ x }) => x.length > 400);
  const data: Data[] = series.map(
    ({ label, x, y, pointLabels, joined }, index): Data => ({
      type: 'scatter',
      mode: joined ? (pointLabels ? 'text+lines+markers' : 'lines+markers') : pointLabels ? 'text+markers' : 'markers',
      name: label,
      x: [...x],
      y: [...y],
      ...(pointLabels ? { text: [...pointLabels], textposition: 'top center' } : {}),
      marker: {
        color: colourOf(label, index),
        symbol: symbols[index % symbols.length],
        size: crowded ? 4 : 8,
        opacity: crowded ? 0.35 : 0.8,
      },
      line: { color: colourOf(label, index), width: 1 },
    }),
  );
  const [xs, ys] = [series.flatMap(({ x }) => x), series.flatMap(({ y }) => y)];
  const [xRange, yRange] = identity ? [extent([...xs, ...ys]), extent([...xs, ...ys])] : [extent(xs), extent(ys)];
  const line: Partial<Shape>[] = identity
    ? [
        {
          type: 'line',
          xref: 'x',
          yref: 'y',
          x0: xRange[0],
          x1: xRange[1],
          y0: xRange[0],
          y1: xRange[1],
          line: { color: palette.grey, width: 1, dash: 'dash' },
          layer: 'below',
        },
      ]
    : [];
  const layout = framedLayout({ title, caption, plotHeight: 400, marginLeft: 90, marginRight: 30, belowPlot: 52 });
  const axis = { ticks: 'outside', showgrid: true, gridcolor: '#E5E5E5', zeroline: false } as const;
  return {
    data,
    layout: {
      ...layout,
      showlegend: series.length > 1,
      legend: { orientation: 'h', x: 1, xanchor: 'right', y: 1, yanchor: 'bottom' },
      xaxis: { ...axis, range: xRange, title: { text: xTitle, standoff: 6, font: { size: 13 } } },
      yaxis: { ...axis, range: yRange, title: { text: yTitle, font: { size: 13 } } },
      shapes: line,
    },
  };
}
