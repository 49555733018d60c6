import type { Annotations, Data, Layout, LayoutAxis, Shape } from 'plotly.js';
import { escapeMarkup, figureWidth, framedLayout, type PlotlyFigure } from './figureLayout';

/** What stands around the data of a panel. */
export interface PanelFrame {
  readonly title?: string | undefined;
  readonly xTitle?: string | undefined;
  readonly yTitle?: string | undefined;
  /** Below evenly spaced places, 1 apart; may have a second line. Absent: an axis of numbers. */
  readonly labels?: readonly string[];
  readonly xaxis?: Partial<LayoutAxis>;
  readonly yaxis: Partial<LayoutAxis>;
}

/**
 * In pixels: a panel; between rows, for tick labels, axis titles and the panels' own titles; above
 * the first row; at the left; below. `columnGap` is a share of the width, `first` the place of the
 * first label.
 */
const sizes = {
  bars: {
    panelHeight: 200,
    rowGap: 64,
    headerHeight: 46,
    marginLeft: 64,
    belowPlot: 62,
    columnGap: 0.07,
    first: 1,
  },
  intervals: {
    panelHeight: 210,
    rowGap: 84,
    headerHeight: 44,
    marginLeft: 84,
    belowPlot: 72,
    columnGap: 0.13,
    first: 0,
  },
  scatter: {
    panelHeight: 190,
    rowGap: 62,
    headerHeight: 26,
    marginLeft: 90,
    belowPlot: 52,
    columnGap: 0.09,
    first: 0,
  },
};
const marginRight = 20;
const keyLine = 36;

/** Whether a bar or a point can be drawn; a dash stands for it otherwise. */
export function isThere<Point extends { readonly value: number | undefined }>(
  point: Point,
): point is Point & { readonly value: number } {
  return point.value !== undefined && !Number.isNaN(point.value);
}

/**
 * What Plotly calls the axes of a panel, in its traces and in shapes and annotations; panels are
 * numbered row by row from 0.
 */
export function placeOf(panel: number): {
  readonly axes: { readonly xaxis: string; readonly yaxis: string };
  readonly refs: Pick<Shape & Annotations, 'xref' | 'yref'>;
} {
  const [x, y] = ['x', 'y'].map((axis) => `${axis}${panel === 0 ? '' : panel + 1}`);
  return {
    axes: { xaxis: x, yaxis: y },
    refs: { xref: x, yref: y } as Pick<Shape & Annotations, 'xref' | 'yref'>,
  };
}

/** What a panel shows where a value is missing. */
export function dashAt(
  panel: number,
  x: number,
  style: Partial<Annotations> = {},
): Partial<Annotations> {
  return {
    text: '—',
    showarrow: false,
    ...style,
    ...placeOf(panel).refs,
    x,
    y: 0,
    yanchor: 'bottom',
  };
}

/** An entry of the key that belongs to no trace. */
export function keyEntry(name: string, look: object): Data {
  return { type: 'scatter', mode: 'markers', x: [null], y: [null], name, ...look } as Data;
}

/** An axis with a label at each of evenly spaced places, 1 apart. */
function placesOf(labels: readonly string[], first: number): Partial<LayoutAxis> {
  return {
    range: [first - 0.5, first + labels.length - 0.5],
    tickvals: labels.map((_, place) => first + place),
    ticktext: labels.map((label) => escapeMarkup(label).replace('\n', '<br>')),
  };
}

export interface PanelFigure {
  readonly kind: keyof typeof sizes;
  /** Instead of that of the kind, in pixels. */
  readonly panelHeight?: number | undefined;
  readonly title: string;
  readonly rows: readonly (readonly PanelFrame[])[];
  readonly data: readonly Data[];
  /** Names of the traces in the key. */
  readonly series: readonly string[];
  /** Its other entries. */
  readonly keys: readonly Data[];
  /** What the layout has besides. */
  readonly layout: Partial<Layout>;
}

/**
 * Small panels in rows of equal height, row by row, and a key above them that may have several
 * lines.
 */
export function panelFigure({
  kind,
  panelHeight = sizes[kind].panelHeight,
  title,
  rows,
  data,
  series,
  keys,
  layout: own,
}: PanelFigure): PlotlyFigure {
  const { rowGap, headerHeight, marginLeft, belowPlot, columnGap, first } = sizes[kind];
  const plotHeight = headerHeight + rows.length * panelHeight + (rows.length - 1) * rowGap;
  let panels = 0;
  const titles: Partial<Annotations>[] = [];
  const axes: Record<string, Partial<LayoutAxis>> = {};
  const heading = (text: string | undefined): Partial<LayoutAxis> =>
    text === undefined
      ? {}
      : { title: { font: { size: 12 }, standoff: 4, text: escapeMarkup(text) } };
  rows.forEach((row, rowIndex) => {
    const top = 1 - (headerHeight + rowIndex * (panelHeight + rowGap)) / plotHeight;
    const width = (1 - columnGap * (row.length - 1)) / row.length;
    row.forEach((panel, column) => {
      const { xaxis, yaxis } = placeOf(panels++).axes;
      const left = column * (width + columnGap);
      axes[xaxis.replace('x', 'xaxis')] = {
        domain: [left, left + width],
        anchor: yaxis as LayoutAxis['anchor'],
        showgrid: false,
        zeroline: false,
        ...heading(panel.xTitle),
        ...(panel.labels && placesOf(panel.labels, first)),
        ...panel.xaxis,
      };
      axes[yaxis.replace('y', 'yaxis')] = {
        domain: [top - panelHeight / plotHeight, top],
        anchor: xaxis as LayoutAxis['anchor'],
        gridcolor: '#E5E5E5',
        ...heading(panel.yTitle),
        ...panel.yaxis,
      };
      if (panel.title !== undefined)
        titles.push({
          text: escapeMarkup(panel.title),
          showarrow: false,
          font: { size: 13 },
          xref: 'paper',
          yref: 'paper',
          x: left,
          xanchor: 'left',
          y: top,
          yanchor: 'bottom',
        });
    });
  });
  const layout = framedLayout(title, {
    plotHeight,
    left: marginLeft,
    right: marginRight,
    below: belowPlot,
  });
  // A name in the key takes about 7 pixels a letter and 46 for its sign.
  const keyWidth = [...series, ...keys.map(({ name }) => name!)].reduce(
    (sum, name) => sum + 46 + 7 * name.length,
    0,
  );
  const room =
    keyLine * (Math.max(1, Math.ceil(keyWidth / (figureWidth - marginLeft - marginRight))) - 1);
  return {
    data: [...data, ...keys],
    layout: {
      ...layout,
      ...axes,
      height: layout.height! + room,
      margin: { ...layout.margin, t: layout.margin!.t! + room },
      showlegend: true,
      legend: { orientation: 'h', x: 1, xanchor: 'right', y: 1, yanchor: 'bottom', yref: 'paper' },
      ...own,
      annotations: [...titles, ...(own.annotations ?? [])],
    },
  };
}
