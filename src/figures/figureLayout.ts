import type { Annotations, Layout } from 'plotly.js';

/** Fits the output area of JupyterLab in a window of 1280 px, with the list of notebooks beside it. */
export const figureWidth = 840;

export const captionFontSize = 11;
export const captionLine = 15;
/** Characters of the caption font that fit in the width of a figure. */
export const captionCharacters = 130;

/** Breaks a sentence into lines of at most `characters`, at spaces. */
export function wrap(text: string, characters: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= characters) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else {
      lines.push(word);
    }
  }
  return lines;
}

/** Plotly reads `<` in texts as markup. */
export function escapeMarkup(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

export interface FramedLayout {
  readonly title: string;
  /** Data set, preset, seeds, backend: stands below every figure that is kept; `save` adds it. */
  readonly caption?: string | undefined;
  /** Height of the plotting area in pixels. */
  readonly plotHeight: number;
  readonly marginLeft: number;
  readonly marginRight?: number;
  /** Room between the plotting area and the caption, for tick labels and axis titles. */
  readonly belowPlot?: number;
}

/** A white frame with title above and caption below; callers add axes and annotations. */
export function framedLayout(frame: FramedLayout): Partial<Layout> & { annotations: Partial<Annotations>[] } {
  const captionLines = frame.caption === undefined ? [] : wrap(frame.caption, captionCharacters);
  const belowPlot = frame.belowPlot ?? 10;
  const margin = {
    l: frame.marginLeft,
    r: frame.marginRight ?? 20,
    t: 56,
    b: belowPlot + 10 + captionLine * captionLines.length,
  };
  return {
    title: {
      text: escapeMarkup(frame.title),
      font: { size: 18 },
      x: 0,
      xref: 'container',
      xanchor: 'left',
      y: 1,
      yref: 'container',
      yanchor: 'top',
      pad: { l: 16, t: 16 },
    },
    font: { family: 'Open Sans, Arial, sans-serif', size: 13, color: '#222222' },
    width: figureWidth,
    height: Math.round(frame.plotHeight) + margin.t + margin.b,
    margin,
    paper_bgcolor: '#FFFFFF',
    plot_bgcolor: '#FFFFFF',
    annotations: captionLines.length === 0 ? [] : [
      {
        text: captionLines.map(escapeMarkup).join('<br>'),
        showarrow: false,
        align: 'left',
        font: { size: captionFontSize, color: '#555555' },
        xref: 'paper',
        yref: 'paper',
        x: 0,
        xanchor: 'left',
        xshift: 16 - frame.marginLeft,
        y: 0,
        yanchor: 'top',
        yshift: -belowPlot,
      },
    ],
  };
}

export interface PanelGaps {
  readonly panelHeight: number;
  /** Between rows, for tick labels, axis titles and the panels' own titles. */
  readonly rowGap: number;
  /** Above the first row. */
  readonly headerHeight: number;
  /** Between columns, as a share of the width. */
  readonly columnGap: number;
}

/** Where a panel lies, as shares of the plotting area, and what Plotly calls its axes. */
export interface Panel {
  readonly xaxis: string;
  readonly yaxis: string;
  /** Of its axes in the layout: `xaxis2`. */
  readonly suffix: string;
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly top: number;
}

/**
 * Small panels in rows of equal height, row by row.
 * @param counts panels in each row
 */
export function panelAxes(counts: readonly number[], { panelHeight, rowGap, headerHeight, columnGap }: PanelGaps): { readonly panels: Panel[]; readonly plotHeight: number } {
  const plotHeight = headerHeight + counts.length * panelHeight + (counts.length - 1) * rowGap;
  const panels: Panel[] = [];
  counts.forEach((count, row) => {
    const top = 1 - (headerHeight + row * (panelHeight + rowGap)) / plotHeight;
    const width = (1 - columnGap * (count - 1)) / count;
    for (let column = 0; column < count; column++) {
      const suffix = panels.length === 0 ? '' : String(panels.length + 1);
      const left = column * (width + columnGap);
      panels.push({ xaxis: `x${suffix}`, yaxis: `y${suffix}`, suffix, left, right: left + width, bottom: top - panelHeight / plotHeight, top });
    }
  });
  return { panels, plotHeight };
}
