import type { Data, Layout, LayoutAxis } from 'plotly.js';
import { escapeMarkup, framedLayout, type PlotlyFigure } from './figureLayout';
import { placeOf } from './panels';

export interface HeatmapPanel {
  readonly title: string;
  /** [rows][columns]; NaN or undefined is an empty cell with a dash. */
  readonly values: readonly (readonly (number | undefined)[])[];
}

export interface HeatmapsOptions {
  readonly title: string;
  /** Names of the rows, the first on top; common to all panels. */
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  readonly xTitle: string;
  /** What the colours are. */
  readonly colourTitle: string;
  /** Panels side by side, on one scale of colours. */
  readonly panels: readonly HeatmapPanel[];
  /**
   * Levels from white to dark, or differences: blue below 0, white at 0, vermillion above, the
   * scale symmetrical.
   */
  readonly colours: 'levels' | 'differences';
  readonly digits?: number | undefined;
}

const scales: Record<HeatmapsOptions['colours'], [number, string][]> = {
  levels: [
    [0, '#FFFFFF'],
    [1, '#0072B2'],
  ],
  differences: [
    [0, '#0072B2'],
    [0.5, '#FFFFFF'],
    [1, '#D55E00'],
  ],
};
const gap = 0.03;

/** What rounds to nothing has no sign. */
const signed = (value: number, digits: number): string =>
  value.toFixed(digits).replace(/^-(?=[0.]*$)/, '');

/** Tables of numbers as colours, side by side, each number written in its cell. */
export function heatmaps({
  title,
  rows,
  columns,
  xTitle,
  colourTitle,
  panels,
  colours,
  digits = 2,
}: HeatmapsOptions): PlotlyFigure {
  const found = panels
    .flatMap(({ values }) => values.flat())
    .filter((value): value is number => value !== undefined && Number.isFinite(value));
  const reach = Math.max(...found.map(Math.abs), 1e-9);
  const range = colours === 'differences' ? { cmin: -reach, cmax: reach } : {};
  const width = (1 - gap * (panels.length - 1)) / panels.length;
  // A letter takes about 7.5 pixels.
  const left = 24 + 7.5 * Math.max(...rows.map((name) => name.length));
  const axes: Record<string, Partial<LayoutAxis>> = {};
  const data = panels.map(({ values }, panel) => {
    const { xaxis } = placeOf(panel).axes;
    const start = panel * (width + gap);
    axes[xaxis.replace('x', 'xaxis')] = {
      domain: [start, start + width],
      type: 'category',
      side: 'bottom',
      title: { text: escapeMarkup(xTitle), font: { size: 12 } },
    };
    return {
      type: 'heatmap',
      xaxis,
      x: columns.map(escapeMarkup),
      y: rows.map(escapeMarkup),
      z: values.map((line) => line.map((value) => (Number.isFinite(value) ? value : null))),
      text: values.map((line) =>
        line.map((value) =>
          value !== undefined && Number.isFinite(value) ? signed(value, digits) : '—',
        ),
      ),
      texttemplate: '%{text}',
      textfont: { size: 11 },
      hoverongaps: false,
      xgap: 1,
      ygap: 1,
      coloraxis: 'coloraxis',
    } as unknown as Data;
  });
  return {
    data,
    layout: {
      ...framedLayout(title, {
        plotHeight: 30 + 28 * rows.length,
        left,
        right: 90,
        below: 50,
      }),
      ...axes,
      yaxis: { domain: [0, 1 - 30 / (30 + 28 * rows.length)], autorange: 'reversed' },
      coloraxis: {
        colorscale: scales[colours],
        colorbar: { title: { text: escapeMarkup(colourTitle) }, thickness: 12 },
        ...range,
      },
      annotations: panels.map((panel, index) => ({
        text: `<b>${escapeMarkup(panel.title)}</b>`,
        xref: 'paper',
        yref: 'paper',
        x: index * (width + gap),
        xanchor: 'left',
        y: 1,
        yanchor: 'top',
        showarrow: false,
        font: { size: 13 },
      })),
    } as Partial<Layout>, // The types of Plotly do not know a common axis of colours.
  };
}
