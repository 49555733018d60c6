import type { Annotations, Shape } from 'plotly.js';
import { framedLayout } from './figureLayout';
import { palette, seriesColours } from './palette';
import type { PlotlyFigure } from './plotlyFigure';

export interface HistogramOptions {
  readonly title: string;
  readonly caption?: string | undefined;
  readonly xTitle: string;
  readonly yTitle: string;
  readonly values: readonly number[];
  /** Values are whole numbers: a bar for each. */
  readonly isWhole?: boolean;
  /** Vertical lines with a name, left to right or not. */
  readonly marks: readonly { readonly label: string; readonly value: number }[];
}

const bars = 20;

/** Width of the bars and counts in each, for evenly spaced bars from the smallest to the largest value. */
function count(values: readonly number[], isWhole: boolean): { readonly width: number; readonly middles: number[]; readonly counts: number[] } {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const low = isWhole ? least - 0.5 : least;
  const number = isWhole ? most - least + 1 : bars;
  const width = isWhole ? 1 : (most - least || 1) / bars;
  const counts = new Array<number>(number).fill(0);
  for (const value of values) counts[Math.min(number - 1, Math.floor((value - low) / width))]++;
  return { width, middles: counts.map((_, bar) => low + (bar + 0.5) * width), counts };
}

/** How often values occur, with named vertical lines. */
export function histogram({ title, caption, xTitle, yTitle, values, isWhole = false, marks }: HistogramOptions): PlotlyFigure {
  const layout = framedLayout({ title, caption, plotHeight: 320, marginLeft: 90, marginRight: 30, belowPlot: 52 });
  const ordered = [...marks].sort((first, second) => first.value - second.value);
  const shapes = ordered.map(
    ({ value }, index): Partial<Shape> => ({
      type: 'line',
      xref: 'x',
      yref: 'paper',
      x0: value,
      x1: value,
      y0: 0,
      y1: 1,
      line: { color: seriesColours[(index + 1) % seriesColours.length], width: 2 },
    }),
  );
  // Labels point away from each other, so that close lines stay readable.
  const labels = ordered.map(
    ({ label, value }, index): Partial<Annotations> => ({
      text: label,
      xref: 'x',
      yref: 'paper',
      x: value,
      y: 1,
      yanchor: 'bottom',
      showarrow: false,
      xanchor: index < ordered.length / 2 ? 'right' : 'left',
      font: { size: 12, color: seriesColours[(index + 1) % seriesColours.length] },
    }),
  );
  const { width, middles, counts } = count(values, isWhole);
  const axis = { ticks: 'outside', zeroline: false } as const;
  return {
    data: [
      {
        type: 'bar',
        x: middles,
        y: counts,
        width,
        marker: { color: palette.skyBlue, line: { color: '#FFFFFF', width: 1 } },
        name: yTitle,
      },
    ],
    layout: {
      ...layout,
      showlegend: false,
      xaxis: { ...axis, title: { text: xTitle, standoff: 6, font: { size: 13 } } },
      yaxis: { ...axis, showgrid: true, gridcolor: '#E5E5E5', title: { text: yTitle, font: { size: 13 } } },
      shapes,
      annotations: [...layout.annotations, ...labels],
    },
  };
}
