import type { Annotations, Image } from 'plotly.js';
import type { NdArray } from '../data/ndArray';
import { drawnFigure } from './drawnFigure';
import { escapeMarkup, figureWidth } from './figureLayout';
import { greyPngAddress, imageStrip } from './greyImage';
import type { PlotlyFigure } from './plotlyFigure';

export interface ReconstructionRow {
  readonly label: string;
  /** Second line of the label, for example the mean PSNR over all test images. */
  readonly detail?: string;
  /** [K, 32, 32] in [-1, 1]; undefined shows an empty row with `missing` in it. */
  readonly images: NdArray | undefined;
  readonly missing?: string;
  /** One number below each image. */
  readonly psnr?: readonly number[];
}

export interface ReconstructionGridOptions {
  readonly title: string;
  readonly caption: string;
  /** Written above the columns. */
  readonly columnLabels: readonly string[];
  readonly rows: readonly ReconstructionRow[];
}

const marginLeft = 130;
const marginRight = 16;
const headerHeight = 18;
const gapShare = 2 / 32;
const emptyRow = 34;
/** Room below an image for its PSNR. */
const footer = 17;

/** Fig. 2, App. Fig. 6, 7: one row per model, one column per test image, PSNR (dB, data range 2) below each image. */
export function reconstructionGrid(options: ReconstructionGridOptions): PlotlyFigure {
  const count = options.columnLabels.length;
  const width = figureWidth - marginLeft - marginRight;
  const cell = width / (count + (count - 1) * gapShare);
  const pitch = cell * (1 + gapShare);
  const rowHeight = (row: ReconstructionRow): number => (row.images === undefined ? emptyRow : cell + (row.psnr ? footer : 5));
  const height = headerHeight + options.rows.reduce((sum, row) => sum + rowHeight(row), 0);

  const images: Partial<Image>[] = [];
  const annotations: Partial<Annotations>[] = [];
  const write = (annotation: Partial<Annotations>): void => {
    annotations.push({ xref: 'x', yref: 'y', showarrow: false, ...annotation });
  };
  options.columnLabels.forEach((text, column) => {
    write({
      text: escapeMarkup(text),
      x: column * pitch + cell / 2,
      y: 0,
      xanchor: 'center',
      yanchor: 'top',
      font: { size: 11, color: '#555555' },
      borderpad: 0,
    });
  });
  let top = headerHeight;
  for (const row of options.rows) {
    const middle = top + (row.images === undefined ? emptyRow : cell) / 2;
    const detail =
      row.detail === undefined ? '' : `<br><span style="font-size:11px;color:#555555">${escapeMarkup(row.detail)}</span>`;
    write({
      text: `<b>${escapeMarkup(row.label)}</b>${detail}`,
      x: 0,
      y: middle,
      xanchor: 'right',
      yanchor: 'middle',
      align: 'right',
      xshift: -8,
    });
    if (row.images === undefined) {
      write({
        text: escapeMarkup(row.missing ?? '—'),
        x: 0,
        y: middle,
        xanchor: 'left',
        yanchor: 'middle',
        align: 'left',
        font: { size: 12, color: '#555555' },
      });
    } else {
      images.push({
        source: greyPngAddress(imageStrip(row.images, 2)),
        xref: 'x',
        yref: 'y',
        x: 0,
        y: top,
        sizex: width,
        sizey: cell,
        xanchor: 'left',
        yanchor: 'top',
        sizing: 'stretch',
        layer: 'above',
      });
      row.psnr?.forEach((value, column) => {
        write({
          text: value.toFixed(1),
          x: column * pitch + cell / 2,
          y: top + cell,
          xanchor: 'center',
          yanchor: 'top',
          font: { size: 10, color: '#555555' },
          borderpad: 0,
        });
      });
    }
    top += rowHeight(row);
  }
  const { title, caption } = options;
  return drawnFigure({ title, caption, width, height, marginLeft, marginRight, images, annotations });
}
