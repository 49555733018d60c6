import type { Annotations, Layout, LayoutAxis, Shape } from 'plotly.js';
import { escapeMarkup, figureWidth, framedLayout } from './figureLayout';

/** What stands around the data of a panel. */
export interface PanelFrame {
  readonly title?: string | undefined;
  readonly xTitle?: string | undefined;
  readonly yTitle?: string | undefined;
  readonly xaxis: Partial<LayoutAxis>;
  readonly yaxis: Partial<LayoutAxis>;
}

export interface PanelSizes {
  readonly panelHeight: number;
  /** Between rows, for tick labels, axis titles and the panels' own titles. */
  readonly rowGap: number;
  /** Above the first row. */
  readonly headerHeight: number;
  /** Between columns, as a share of the width. */
  readonly columnGap: number;
  readonly marginLeft: number;
  readonly belowPlot: number;
}

const marginRight = 20;
const keyLine = 36;

/** Lines that the names in the key need, at about 7 pixels a letter and 46 for a sign. */
function keyLines(names: readonly string[], width: number): number {
  return Math.max(1, Math.ceil(names.reduce((sum, name) => sum + 46 + 7 * name.length, 0) / width));
}

/** What Plotly calls the axes of a panel in its traces; panels are numbered row by row from 0. */
export function axesOf(panel: number): { readonly xaxis: string; readonly yaxis: string } {
  const number = panel === 0 ? '' : panel + 1;
  return { xaxis: `x${number}`, yaxis: `y${number}` };
}

/** The same in shapes and annotations. */
export function refsOf(panel: number): Pick<Shape & Annotations, 'xref' | 'yref'> {
  const { xaxis, yaxis } = axesOf(panel);
  return { xref: xaxis, yref: yaxis } as Pick<Shape & Annotations, 'xref' | 'yref'>;
}

/** What a panel shows where a value is missing. */
export function dashAt(panel: number, x: number, style: Partial<Annotations> = {}): Partial<Annotations> {
  return { text: '—', showarrow: false, ...style, ...refsOf(panel), x, y: 0, yanchor: 'bottom' };
}

/**
 * Small panels in rows of equal height, row by row, and a key above them that may have several lines.
 * @param keys names in the key
 * @returns the layout, and the panels' titles as annotations
 */
export function panelLayout(
  title: string,
  rows: readonly (readonly PanelFrame[])[],
  keys: readonly string[],
  sizes: PanelSizes,
): { readonly layout: Partial<Layout>; readonly titles: Partial<Annotations>[] } {
  const { panelHeight, rowGap, headerHeight, columnGap, marginLeft, belowPlot } = sizes;
  const plotHeight = headerHeight + rows.length * panelHeight + (rows.length - 1) * rowGap;
  let panels = 0;
  const titles: Partial<Annotations>[] = [];
  const described: Record<string, Partial<LayoutAxis>> = {};
  rows.forEach((row, rowIndex) => {
    const top = 1 - (headerHeight + rowIndex * (panelHeight + rowGap)) / plotHeight;
    const width = (1 - columnGap * (row.length - 1)) / row.length;
    row.forEach((panel, column) => {
      const { xaxis, yaxis } = axesOf(panels++);
      const left = column * (width + columnGap);
      const heading = (text: string | undefined): Partial<LayoutAxis> => (text === undefined ? {} : { title: { font: { size: 12 }, standoff: 4, text: escapeMarkup(text) } });
      described[xaxis.replace('x', 'xaxis')] = { domain: [left, left + width], anchor: yaxis as LayoutAxis['anchor'], showgrid: false, zeroline: false, ...heading(panel.xTitle), ...panel.xaxis };
      described[yaxis.replace('y', 'yaxis')] = { domain: [top - panelHeight / plotHeight, top], anchor: xaxis as LayoutAxis['anchor'], gridcolor: '#E5E5E5', ...heading(panel.yTitle), ...panel.yaxis };
      if (panel.title !== undefined) titles.push({ text: escapeMarkup(panel.title), showarrow: false, font: { size: 13 }, xref: 'paper', yref: 'paper', x: left, xanchor: 'left', y: top, yanchor: 'bottom' });
    });
  });
  const layout = framedLayout({ title, plotHeight, marginLeft, marginRight, belowPlot });
  const room = keyLine * (keyLines(keys, figureWidth - marginLeft - marginRight) - 1);
  return {
    titles,
    layout: {
      ...layout,
      ...described,
      height: layout.height! + room,
      margin: { ...layout.margin, t: layout.margin!.t! + room },
      showlegend: true,
      legend: { orientation: 'h', x: 1, xanchor: 'right', y: 1, yanchor: 'bottom', yref: 'paper' },
    },
  };
}
