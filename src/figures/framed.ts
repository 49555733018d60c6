import type { Annotations } from 'plotly.js';
import { escapeMarkup, figureTitle, figureWidth } from './figureLayout';
import type { PlotlyFigure } from './plotlyFigure';

const captionFontSize = 11;
const captionLine = 15;
/** Characters of the caption font that fit in the width of a figure. */
const captionCharacters = 130;

/** Breaks a sentence into lines of at most `characters`, at spaces. */
function wrap(text: string, characters: number): string[] {
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
    font: { size: captionFontSize, color: '#555555' },
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
