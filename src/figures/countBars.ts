import type { Annotations, Data, Layout, Shape } from 'plotly.js';
import { escapeMarkup, framedLayout } from './figureLayout';
import { seriesColours } from './palette';
import type { PlotlyFigure } from './plotlyFigure';

/** One model: how many of the whole, how it varies, and what chance gives. */
export interface CountBar {
  readonly count: number;
  readonly low: number;
  readonly high: number;
  readonly chance: { readonly low: number; readonly high: number };
}

export interface CountPanel {
  readonly title: string;
  /** What the bars are parts of. */
  readonly total: number;
  /** Labels on the axis. */
  readonly groups: readonly string[];
  /** One list a series, one entry a group; undefined where there is nothing to show. */
  readonly bars: readonly (readonly (CountBar | undefined)[])[];
}

export interface CountBarsOptions {
  readonly title: string;
  readonly caption: string;
  readonly xTitle: string;
  readonly yTitle: string;
  /** Names of the series, the same in all panels. */
  readonly series: readonly string[];
  /** Rows of panels side by side. */
  readonly rows: readonly (readonly CountPanel[])[];
}

const panelHeight = 190;
const rowGap = 64;
const groupWidth = 0.84;

interface PlacedBar {
  readonly panel: CountPanel;
  readonly bar: CountBar;
  readonly series: number;
  /** Middle on the axis of groups. */
  readonly x: number;
  readonly axes: { readonly xaxis: string; readonly yaxis: string };
}

function axisName(letter: 'x' | 'y', panel: number): string {
  return panel === 0 ? letter : `${letter}${panel + 1}`;
}

/** The counted part in full colour, the rest of the whole pale above it. */
function traces(placed: readonly PlacedBar[], series: readonly string[], width: number): Data[] {
  const data: Data[] = [];
  const shown = new Set<number>();
  for (const { panel, bar, series: index, x, axes } of placed) {
    const colour = seriesColours[index % seriesColours.length];
    const common = { type: 'bar' as const, x: [x], width: [width], ...axes, name: series[index], legendgroup: series[index], legendrank: index + 1 };
    data.push({
      ...common,
      y: [bar.count],
      marker: { color: colour },
      showlegend: !shown.has(index),
      ...(bar.high > bar.low
        ? { error_y: { type: 'data' as const, symmetric: false, array: [bar.high - bar.count], arrayminus: [bar.count - bar.low], thickness: 1, width: 3 } }
        : {}),
    });
    data.push({ ...common, y: [panel.total - bar.count], base: [bar.count], marker: { color: colour, opacity: 0.16 }, showlegend: false, hoverinfo: 'skip' } as Data);
    shown.add(index);
  }
  const absent = series.filter((_, index) => !shown.has(index));
  return [...data, ...absent.map((name): Data => ({ type: 'bar', x: [0], y: [0], name, legendrank: series.indexOf(name) + 1, marker: { color: seriesColours[series.indexOf(name) % seriesColours.length] } }))];
}

function chanceShape({ bar: { chance }, x, axes }: PlacedBar, width: number): Partial<Shape> {
  return {
    type: 'rect',
    xref: axes.xaxis as Shape['xref'],
    yref: axes.yaxis as Shape['yref'],
    x0: x - width / 2,
    x1: x + width / 2,
    y0: chance.low,
    y1: chance.high,
    fillcolor: '#222222',
    opacity: 0.55,
    line: { width: 0 },
    layer: 'above',
  };
}

/** Bars of counts in small panels: full colour what is counted, pale the rest, dark what chance gives. */
export function countBars({ title, caption, xTitle, yTitle, series, rows }: CountBarsOptions): PlotlyFigure {
  const plotHeight = rows.length * panelHeight + (rows.length - 1) * rowGap + 26;
  const layout = framedLayout({ title, caption, plotHeight, marginLeft: 64, marginRight: 20, belowPlot: 62 });
  const width = groupWidth / series.length;
  const placed: PlacedBar[] = [];
  const axesLayout: Record<string, unknown> = {};
  const annotations: Partial<Annotations>[] = [];
  let panelNumber = 0;
  rows.forEach((row, rowIndex) => {
    const top = 1 - (26 + rowIndex * (panelHeight + rowGap)) / plotHeight;
    const bottom = top - panelHeight / plotHeight;
    row.forEach((panel, column) => {
      const [xaxis, yaxis] = [axisName('x', panelNumber), axisName('y', panelNumber)];
      const gap = 0.07;
      const panelWidth = (1 - gap * (row.length - 1)) / row.length;
      const left = column * (panelWidth + gap);
      axesLayout[`xaxis${panelNumber === 0 ? '' : panelNumber + 1}`] = {
        domain: [left, left + panelWidth],
        anchor: yaxis,
        range: [0.5, panel.groups.length + 0.5],
        tickvals: panel.groups.map((_, group) => group + 1),
        ticktext: panel.groups.map(escapeMarkup),
        title: rowIndex === rows.length - 1 ? { text: xTitle, standoff: 4, font: { size: 12 } } : undefined,
        showgrid: false,
        zeroline: false,
      };
      axesLayout[`yaxis${panelNumber === 0 ? '' : panelNumber + 1}`] = {
        domain: [bottom, top],
        anchor: xaxis,
        range: [0, panel.total],
        title: column === 0 ? { text: yTitle, font: { size: 12 } } : undefined,
        showgrid: true,
        gridcolor: '#E5E5E5',
        zeroline: true,
      };
      annotations.push({ text: escapeMarkup(panel.title), showarrow: false, font: { size: 13 }, xref: 'paper', yref: 'paper', x: left, xanchor: 'left', y: top, yanchor: 'bottom' });
      panel.bars.forEach((bars, index) => {
        bars.forEach((bar, group) => {
          const x = group + 1 + (index - (series.length - 1) / 2) * width;
          if (bar === undefined)
            annotations.push({ text: '—', showarrow: false, font: { size: 12, color: seriesColours[index % seriesColours.length] }, xref: xaxis as Annotations['xref'], yref: yaxis as Annotations['yref'], x, y: 0, yanchor: 'bottom' });
          else placed.push({ panel, bar, series: index, x, axes: { xaxis, yaxis } });
        });
      });
      panelNumber += 1;
    });
  });
  return {
    data: traces(placed, series, width * 0.92),
    layout: {
      ...layout,
      ...(axesLayout as Partial<Layout>),
      barmode: 'overlay',
      showlegend: true,
      legend: { orientation: 'h', x: 1, xanchor: 'right', y: 1, yanchor: 'bottom' },
      shapes: placed.map((bar) => chanceShape(bar, width * 0.92)),
      annotations: [...layout.annotations, ...annotations],
    },
  };
}
