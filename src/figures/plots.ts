import type { Annotations, Data, LayoutAxis, Shape } from 'plotly.js';
import { colourOf, palette, seriesColours } from './colours';
import { escapeMarkup, framedLayout, type PlotlyFigure } from './figureLayout';

interface Titles {
  readonly title: string;
  readonly xTitle: string;
  readonly yTitle: string;
}

const margins = { left: 90, right: 30, below: 52 };

/** An axis with its title, and what differs from the usual one. */
function axis(title: string, own: Partial<LayoutAxis> = {}): Partial<LayoutAxis> {
  return {
    ticks: 'outside',
    showgrid: true,
    gridcolor: '#E5E5E5',
    zeroline: false,
    ...own,
    title: { text: escapeMarkup(title), standoff: 6, font: { size: 13 } },
  };
}

export interface ScatterPlotOptions extends Titles {
  /** `joined` joins the points in their order. */
  readonly series: readonly {
    readonly label: string;
    readonly x: readonly number[];
    readonly y: readonly number[];
    readonly joined?: boolean;
  }[];
  /** Draws the line on which both coordinates are equal. */
  readonly identity?: boolean;
}

const symbols = ['circle', 'diamond', 'square', 'x'] as const;

/** Smallest and largest coordinate of all points with some room around them. */
function extent(values: readonly number[]): [number, number] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = 0.06 * (high - low || 1);
  return [low - room, high + room];
}

/** Points of one or a few series, told apart by colour and symbol. */
export function scatter({
  title,
  xTitle,
  yTitle,
  series,
  identity = false,
}: ScatterPlotOptions): PlotlyFigure {
  const crowded = series.some(({ x }) => x.length > 400);
  const data = series.map(({ label, x, y, joined }, index): Data => {
    const color = colourOf(label, index);
    return {
      type: 'scatter',
      mode: joined ? 'lines+markers' : 'markers',
      name: escapeMarkup(label),
      x: [...x],
      y: [...y],
      marker: {
        color,
        symbol: symbols[index % symbols.length],
        size: crowded ? 4 : 8,
        opacity: crowded ? 0.35 : 0.8,
      },
      line: { color, width: 1 },
    };
  });
  const [xs, ys] = [series.flatMap(({ x }) => x), series.flatMap(({ y }) => y)];
  const [xRange, yRange] = identity
    ? [extent([...xs, ...ys]), extent([...xs, ...ys])]
    : [extent(xs), extent(ys)];
  const [low, high] = xRange;
  const diagonal: Partial<Shape> = {
    type: 'line',
    xref: 'x',
    yref: 'y',
    x0: low,
    x1: high,
    y0: low,
    y1: high,
    line: { color: palette.grey, width: 1, dash: 'dash' },
    layer: 'below',
  };
  return {
    data,
    layout: {
      ...framedLayout(title, { plotHeight: 400, ...margins }),
      showlegend: series.length > 1,
      legend: { orientation: 'h', x: 1, xanchor: 'right', y: 1, yanchor: 'bottom' },
      xaxis: axis(xTitle, { range: xRange }),
      yaxis: axis(yTitle, { range: yRange }),
      shapes: identity ? [diagonal] : [],
    },
  };
}

export interface HistogramOptions extends Titles {
  readonly values: readonly number[];
  /** Values are whole numbers: a bar for each. */
  readonly isWhole?: boolean;
  /** Vertical lines with a name, left to right or not. */
  readonly marks: readonly { readonly label: string; readonly value: number }[];
}

/** How often values occur, with named vertical lines. */
export function histogram({
  title,
  xTitle,
  yTitle,
  values,
  isWhole = false,
  marks,
}: HistogramOptions): PlotlyFigure {
  const ordered = [...marks].sort((first, second) => first.value - second.value);
  const colour = (index: number): string => seriesColours[(index + 1) % seriesColours.length];
  const at = { xref: 'x', yref: 'paper' } as const;
  const shapes = ordered.map(
    ({ value }, index): Partial<Shape> => ({
      type: 'line',
      ...at,
      x0: value,
      x1: value,
      y0: 0,
      y1: 1,
      line: { color: colour(index), width: 2 },
    }),
  );
  // Labels point away from each other, so that close lines stay readable.
  const annotations = ordered.map(({ label, value }, index): Partial<Annotations> => {
    const xanchor = index < ordered.length / 2 ? 'right' : 'left';
    return {
      text: escapeMarkup(label),
      ...at,
      x: value,
      y: 1,
      yanchor: 'bottom',
      showarrow: false,
      xanchor,
      font: { size: 12, color: colour(index) },
    };
  });
  const bins = isWhole
    ? { xbins: { start: Math.min(...values) - 0.5, end: Math.max(...values) + 0.5, size: 1 } }
    : { nbinsx: 20 };
  return {
    data: [
      {
        type: 'histogram',
        x: [...values],
        ...bins,
        marker: { color: palette.skyBlue, line: { color: '#FFFFFF', width: 1 } },
        name: escapeMarkup(yTitle),
      },
    ],
    layout: {
      ...framedLayout(title, { plotHeight: 320, ...margins }),
      showlegend: false,
      xaxis: axis(xTitle, { showgrid: false }),
      yaxis: axis(yTitle),
      shapes,
      annotations,
    },
  };
}
