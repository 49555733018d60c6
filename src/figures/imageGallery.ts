import type { Annotations, Image, Shape } from 'plotly.js';
import type { NdArray } from '../data/ndArray';
import { drawnFigure } from './drawnFigure';
import { escapeMarkup, figureWidth } from './figureLayout';
import { greyPngAddress, imageStrip } from './greyImage';
import type { PlotlyFigure } from './plotlyFigure';
import { signedPngAddress } from './signedImage';

/** Images of one kind, side by side. */
export interface GalleryRow {
  /** To the left of the row; `<br>` breaks the line. */
  readonly label: string;
  /** Second line of the label. */
  readonly detail?: string;
  /** [K, side, side] or [K, side, side, 1] in [-1, 1]; sides may differ between rows. */
  readonly images: NdArray;
  /** Grey for luminances, signed (blue, white, vermillion) for filters. */
  readonly colours: 'grey' | 'signed';
  /** Lines below each image. */
  readonly captions?: readonly (readonly string[])[];
}

export interface ImageGalleryOptions {
  readonly title: string;
  readonly caption: string;
  /** Above the columns. */
  readonly columnLabels: readonly string[];
  readonly rows: readonly GalleryRow[];
}

const marginLeft = 148;
const marginRight = 16;
const headerHeight = 20;
const captionLine = 16;
const rowGap = 8;
const gapShare = 0.08;

/** A grid of pictures with a label at every row and column and lines of text below every picture. */
export function imageGallery({ title, caption, columnLabels, rows }: ImageGalleryOptions): PlotlyFigure {
  const width = figureWidth - marginLeft - marginRight;
  const cell = width / (columnLabels.length + (columnLabels.length - 1) * gapShare);
  const pitch = cell * (1 + gapShare);
  const images: Partial<Image>[] = [];
  const annotations: Partial<Annotations>[] = [];
  const frames: Partial<Shape>[] = [];
  const write = (annotation: Partial<Annotations>): void => {
    annotations.push({ xref: 'x', yref: 'y', showarrow: false, borderpad: 0, ...annotation });
  };
  columnLabels.forEach((text, column) => {
    write({
      text: escapeMarkup(text),
      x: column * pitch + cell / 2,
      y: 0,
      xanchor: 'center',
      yanchor: 'top',
      font: { size: 12, color: '#555555' },
    });
  });
  let top = headerHeight;
  for (const { label, detail, images: shown, colours, captions } of rows) {
    const second = detail === undefined ? '' : `<br><span style="font-size:11px;color:#555555">${escapeMarkup(detail)}</span>`;
    write({
      text: `<b>${escapeMarkup(label)}</b>${second}`,
      x: 0,
      y: top + cell / 2,
      xanchor: 'right',
      yanchor: 'middle',
      align: 'right',
      xshift: -10,
    });
    const [count, height, columns] = shown.shape as [number, number, number];
    for (let column = 0; column < count; column++) {
      const values = shown.values.subarray(column * height * columns, (column + 1) * height * columns);
      const picture = imageStrip({ shape: [1, height, columns], values }, 0);
      const source = colours === 'grey' ? greyPngAddress(picture) : signedPngAddress(picture);
      images.push({
        source,
        xref: 'x',
        yref: 'y',
        x: column * pitch,
        y: top,
        sizex: cell,
        sizey: cell,
        xanchor: 'left',
        yanchor: 'top',
        sizing: 'stretch',
        layer: 'above',
      });
      // White is a value of its own in signed pictures.
      if (colours === 'signed')
        frames.push({
          type: 'rect',
          xref: 'x',
          yref: 'y',
          x0: column * pitch,
          x1: column * pitch + cell,
          y0: top,
          y1: top + cell,
          line: { color: '#CCCCCC', width: 1 },
        });
      captions?.[column]?.forEach((line, index) => {
        write({
          text: escapeMarkup(line),
          x: column * pitch + cell / 2,
          y: top + cell + 2 + index * captionLine,
          xanchor: 'center',
          yanchor: 'top',
          font: { size: 12 },
        });
      });
    }
    const captionLines = Math.max(0, ...(captions ?? []).map((lines) => lines.length));
    top += cell + captionLines * captionLine + rowGap;
  }
  return drawnFigure({ title, caption, width, height: top, marginLeft, marginRight, images, shapes: frames, annotations });
}
