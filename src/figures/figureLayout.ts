import type { Annotations, Data, Layout, LayoutAxis } from 'plotly.js';

/** A figure as plain data: what Plotly draws in a browser and Kaleido exports. */
export interface PlotlyFigure {
  readonly data: readonly Data[];
  readonly layout: Partial<Layout>;
}

/** Fits the output area of JupyterLab in a window of 1280 px, with the list of notebooks beside it. */
export const figureWidth = 840;

/** Plotly reads `<` in texts as markup. */
export function escapeMarkup(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

/** Title at the upper left corner, as plain text. */
export function figureTitle(text: string): NonNullable<Layout['title']> {
  return { text: escapeMarkup(text), font: { size: 18 }, x: 0, xref: 'container', xanchor: 'left', y: 1, yref: 'container', yanchor: 'top', pad: { l: 16, t: 16 } };
}

/** An axis with its title, and what differs from the usual one. */
export function titledAxis(title: string, own: Partial<LayoutAxis> = {}): Partial<LayoutAxis> {
  const usual = { ticks: 'outside', showgrid: true, gridcolor: '#E5E5E5', zeroline: false } as const;
  return { ...usual, ...own, title: { text: escapeMarkup(title), standoff: 6, font: { size: 13 } } };
}

export interface FramedLayout {
  readonly title: string;
  /** Height of the plotting area in pixels. */
  readonly plotHeight: number;
  readonly marginLeft: number;
  readonly marginRight?: number;
  /** Room below the plotting area, for tick labels and axis titles. */
  readonly belowPlot?: number;
}

/** A white frame with the title above; callers add axes and annotations, `save` the caption. */
export function framedLayout({ title, plotHeight, marginLeft, marginRight = 20, belowPlot = 10 }: FramedLayout): Partial<Layout> {
  const margin = { l: marginLeft, r: marginRight, t: 56, b: belowPlot + 10 };
  return {
    title: figureTitle(title),
    font: { family: 'Open Sans, Arial, sans-serif', size: 13, color: '#222222' },
    width: figureWidth,
    height: Math.round(plotHeight) + margin.t + margin.b,
    margin,
    paper_bgcolor: '#FFFFFF',
    plot_bgcolor: '#FFFFFF',
  };
}

const captionLine = 15;
/** Characters of the caption's font that fit in the width of a figure. */
const captionCharacters = 130;

/** Breaks a sentence into lines of at most `characters`, at spaces. */
function wrap(text: string, characters: number): string[] {
  return text.replace(new RegExp(`(.{1,${characters}})(?: |$)`, 'g'), '$1\n').trimEnd().split('\n');
}

const usualMargin = { l: 80, r: 20, t: 56, b: 60 };
const usualHeight = 450;

/**
 * A figure with its title above and its caption below, both as plain text, whatever made the figure: a function of this
 * package or a Plotly specification written in a cell. A caption grows the figure, so that nothing is covered.
 */
export function framed({ data, layout }: PlotlyFigure, { title, caption }: { readonly title: string; readonly caption: string }): PlotlyFigure {
  const margin = { ...usualMargin, ...layout.margin };
  const lines = wrap(caption, captionCharacters);
  const room = 10 + captionLine * lines.length;
  const below: Partial<Annotations> = {
    text: lines.map(escapeMarkup).join('<br>'),
    showarrow: false,
    align: 'left',
    font: { size: 11, color: '#555555' },
    xref: 'paper',
    yref: 'paper',
    x: 0,
    xanchor: 'left',
    xshift: 16 - margin.l,
    y: 0,
    yanchor: 'top',
    yshift: -margin.b,
  };
  return {
    data,
    layout: {
      paper_bgcolor: '#FFFFFF',
      plot_bgcolor: '#FFFFFF',
      ...layout,
      title: figureTitle(title),
      width: layout.width ?? figureWidth,
      height: (layout.height ?? usualHeight) + room,
      margin: { ...margin, b: margin.b + room },
      annotations: [...(layout.annotations ?? []), below],
    },
  };
}
