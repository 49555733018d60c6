import type { Data, Shape } from 'plotly.js';
import { colourOf, palette } from './colours';
import { escapeMarkup, type PlotlyFigure } from './figureLayout';
import { dashAt, isThere, keyEntry, panelFigure, placeOf, type PanelFrame } from './panels';

/** A value with its interval; undefined or NaN shows a dash. */
export interface IntervalPoint {
  /** May have a second line. */
  readonly label: string;
  readonly value: number | undefined;
  readonly low?: number | undefined;
  readonly high?: number | undefined;
  /** What is so by definition, not by measurement: drawn as an open marker. */
  readonly isGiven?: boolean | undefined;
}

export interface IntervalPanel {
  readonly title: string;
  readonly xTitle: string;
  readonly yTitle: string;
  /** Gives the colour. */
  readonly model: string;
  readonly points: readonly IntervalPoint[];
  /**
   * Of differences: the values nearer to 0 than this are shaded, and the axis is symmetrical around
   * 0.
   */
  readonly smallestEffect?: number | undefined;
  /** Whether a line joins the points, for doses. Default: true. */
  readonly isJoined?: boolean | undefined;
  /** A grey band, as for a noise ceiling. */
  readonly band?: { readonly low: number; readonly high: number } | undefined;
}

export interface IntervalsOptions {
  readonly title: string;
  /** Panels side by side, in rows. */
  readonly rows: readonly (readonly IntervalPanel[])[];
  /** What the open markers are, for the key. */
  readonly given?: string | undefined;
  /** Whether the panels of a row have one axis, so that their values can be compared. */
  readonly sharesAxis?: boolean | undefined;
}

const shaded = 'smaller than the smallest effect of interest';
const shade = 'rgba(0,0,0,0.08)';

/**
 * Differences: symmetrical around 0 and never narrower than twice the smallest effect. Levels: from
 * 0. Neither makes a small thing look large.
 */
function rangeOf({ points, smallestEffect, band }: IntervalPanel): [number, number] {
  const ends = points
    .filter(isThere)
    .flatMap(({ value, low, high }) => [value, low ?? value, high ?? value])
    .concat(band ? [band.low, band.high] : [])
    .filter((end) => !Number.isNaN(end));
  if (smallestEffect !== undefined) {
    const reach = 1.1 * Math.max(2 * smallestEffect, ...ends.map(Math.abs)) || 1;
    return [-reach, reach];
  }
  return [Math.min(0, ...ends) * 1.1, Math.max(0, ...ends) * 1.1 || 1];
}

/** The range that holds those of all panels. */
function rangeOfAll(panels: readonly IntervalPanel[]): [number, number] {
  const ranges = panels.map(rangeOf);
  return [Math.min(...ranges.map(([low]) => low)), Math.max(...ranges.map(([, high]) => high))];
}

function traceOf({ model, points, isJoined = true }: IntervalPanel, number: number): Data {
  const shown = points.map((point, x) => ({ ...point, x })).filter(isThere);
  const end = (value: number | undefined, other: number): number =>
    value === undefined || Number.isNaN(value) ? other : value;
  const color = colourOf(model);
  return {
    type: 'scatter',
    mode: isJoined ? 'lines+markers' : 'markers',
    ...placeOf(number).axes,
    showlegend: false,
    name: escapeMarkup(model),
    x: shown.map(({ x }) => x),
    y: shown.map(({ value }) => value),
    text: shown.map(({ label }) => escapeMarkup(label)),
    hovertemplate: '%{text}: %{y}<extra></extra>',
    line: { color, width: 1, dash: 'dot' },
    marker: {
      color,
      size: 9,
      line: { color, width: 2 },
      symbol: shown.map(({ isGiven }) => (isGiven ? 'circle-open' : 'circle')),
    },
    error_y: {
      type: 'data',
      symmetric: false,
      color,
      thickness: 1.6,
      width: 5,
      array: shown.map(({ high, value }) => end(high, value) - value),
      arrayminus: shown.map(({ low, value }) => value - end(low, value)),
    },
  } as Data;
}

/**
 * Values with their intervals in small panels, evenly spaced: differences around 0 with the
 * smallest effect of interest shaded, or levels from 0.
 * @example
 * const points = [
 *   { label: '0', value: 0, isGiven: true },
 *   { label: '1', value: -0.001, low: -0.002, high: 0 },
 * ];
 * const titles = { title: 'IR', xTitle: 'β', yTitle: 'difference in MSE' };
 * const panel = { ...titles, model: 'CAE-FR2', smallestEffect: 0.0004, points };
 * intervals({ title: 'Doses', rows: [[panel]] });
 */
export function intervals({
  title,
  rows,
  given,
  sharesAxis = false,
}: IntervalsOptions): PlotlyFigure {
  const all = rows.flat();
  const isShaded = all.some(({ smallestEffect }) => smallestEffect !== undefined);
  const frames = rows.map((row) =>
    row.map(
      (panel): PanelFrame => ({
        ...panel,
        labels: panel.points.map(({ label }) => label),
        yaxis: {
          range: sharesAxis ? rangeOfAll(row) : rangeOf(panel),
          zerolinecolor: palette.grey,
        },
      }),
    ),
  );
  const keys = [
    ...(isShaded
      ? [keyEntry(shaded, { marker: { symbol: 'square', size: 12, color: shade } })]
      : []),
    ...(given !== undefined
      ? [
          keyEntry(given, {
            marker: { symbol: 'circle-open', size: 9, color: palette.black, line: { width: 2 } },
          }),
        ]
      : []),
  ];
  const shapes = all.flatMap(({ smallestEffect: effect, points, band }, panel) =>
    [
      ...(effect === undefined ? [] : [{ low: -effect, high: effect }]),
      ...(band ? [band] : []),
    ].map(
      ({ low, high }): Partial<Shape> => ({
        type: 'rect',
        ...placeOf(panel).refs,
        x0: -0.5,
        x1: points.length - 0.5,
        y0: low,
        y1: high,
        fillcolor: shade,
        line: { width: 0 },
        layer: 'below',
      }),
    ),
  );
  const annotations = all.flatMap(({ points }, panel) =>
    points.flatMap((point, x) => (isThere(point) ? [] : [dashAt(panel, x)])),
  );
  return panelFigure({
    kind: 'intervals',
    title,
    rows: frames,
    data: all.map(traceOf),
    series: [],
    keys,
    layout: { shapes, annotations },
  });
}
