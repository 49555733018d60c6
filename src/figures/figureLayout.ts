import type { Annotations, Data, Layout } from 'plotly.js';

/** A figure as plain data: what Plotly draws in a browser and Kaleido exports. */
export interface PlotlyFigure {
  readonly data: readonly Data[];
  readonly layout: Partial<Layout>;
}

/**
 * A drawing that somebody made, not a plot of data: shown and saved as it is, and on pages as an
 * image, in which nothing runs.
 */
export interface SvgDrawing {
  readonly svg: string;
}

/**
 * Fits the output area of JupyterLab in a window of 1280 px, with the list of notebooks beside it.
 */
export const figureWidth = 840;

/** Plotly reads `<` in texts as markup. */
export function escapeMarkup(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

/** Title at the upper left corner, as plain text. */
export function figureTitle(text: string): NonNullable<Layout['title']> {
  return {
    text: escapeMarkup(text),
    font: { size: 18 },
    x: 0,
    xref: 'container',
    xanchor: 'left',
    y: 1,
    yref: 'container',
    yanchor: 'top',
    pad: { l: 16, t: 16 },
  };
}

/**
 * A white frame with the title above; callers add axes and annotations, `save` the caption.
 * @param size height of the plotting area and its margins in pixels, that below it for tick labels
 * and axis titles
 */
export function framedLayout(
  title: string,
  size: {
    readonly plotHeight: number;
    readonly left: number;
    readonly right?: number;
    readonly below?: number;
  },
): Partial<Layout> {
  const { plotHeight, left, right = 20, below = 10 } = size;
  const margin = { l: left, r: right, t: 56, b: below + 10 };
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

/** What a caption of so many lines takes below a figure, in pixels. */
const captionHeight = (lines: number): number => 10 + 15 * lines;

/** What a title of one line takes above a figure, in pixels; a legend may begin right below. */
const titleHeight = 35;

/**
 * A figure with its title above and its caption below, both as plain text, whatever made the
 * figure: a function of this package or a Plotly specification written in a cell. A caption grows
 * the figure, so that nothing is covered.
 */
export function framed(
  { data, layout }: PlotlyFigure,
  { title, caption }: { readonly title: string; readonly caption: string },
): PlotlyFigure {
  const margin = { l: 80, r: 20, t: 56, b: 60, ...layout.margin };
  // As many characters of the caption's font as fit in the width of a figure.
  const lines = caption
    .replace(/(.{1,130})(?: |$)/g, '$1\n')
    .trimEnd()
    .split('\n');
  const room = captionHeight(lines.length);
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
      height: (layout.height ?? 450) + room,
      margin: { ...margin, b: margin.b + room },
      annotations: [...(layout.annotations ?? []), below],
    },
  };
}

/**
 * The inverse of `framed`, for pages that set title and caption themselves.
 * @returns the figure without both, and the parts of the framed picture's height that they took
 */
export function unframed({ data, layout }: PlotlyFigure): {
  readonly figure: PlotlyFigure;
  readonly above: number;
  readonly below: number;
} {
  const { title: _, annotations = [], height = 0, margin = {}, ...rest } = layout;
  const room = captionHeight(annotations.at(-1)?.text?.split('<br>').length ?? 0);
  return {
    figure: {
      data,
      layout: {
        ...rest,
        annotations: annotations.slice(0, -1),
        height: height - titleHeight - room,
        margin: { ...margin, t: margin.t! - titleHeight, b: margin.b! - room },
      },
    },
    above: titleHeight / height,
    below: room / height,
  };
}
