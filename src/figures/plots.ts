import type { Annotations, LayoutAxis, Shape } from 'plotly.js';
import { palette, seriesColours } from './colours';
import { escapeMarkup, framedLayout, type PlotlyFigure } from './figureLayout';
import { scatterPanels, type ScatterPanel } from './scatterPanels';

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

/** One panel with its title above. */
export function scatter({
  title,
  ...panel
}: ScatterPanel & { readonly title: string }): PlotlyFigure {
  return scatterPanels({ title, rows: [[panel]] });
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
