import type { Annotations, Image, Shape } from 'plotly.js';
import { PNG } from 'pngjs';
import { rowView, type NdArray } from '../data/ndArray';
import { UserError } from '../errors';
import { escapeMarkup, figureWidth, framedLayout, type PlotlyFigure } from './figureLayout';

/**
 * Pixel widening before encoding: browsers blur a 32-pixel image that is shown larger, hardly one
 * of 160 pixels.
 */
const magnification = 5;

/**
 * Blue for -1, white for 0, vermillion for 1: distinct under the common colour-vision deficiencies
 * (Okabe and Ito 2008).
 */
const negative = [0, 114, 178] as const;
const positive = [213, 94, 0] as const;
const clipped = (value: number): number => Math.min(1, Math.max(-1, value));
const luminance = (value: number): number[] => Array(3).fill((clipped(value) + 1) * 127.5);
const signed = (value: number): number[] =>
  (value < 0 ? negative : positive).map((full) => 255 + Math.abs(clipped(value)) * (full - 255));

/**
 * A picture as a PNG data address, every pixel widened to 5 x 5.
 * @param picture [height, width], in [-1, 1] or NaN for a transparent pixel
 * @param colours grey from black at -1 to white at 1, or signed: blue below 0, white at 0,
 * vermillion above
 */
export function pngAddress(
  { shape: [height, width], values }: NdArray,
  colours: 'grey' | 'signed' = 'grey',
): string {
  const png = new PNG({ width: width * magnification, height: height * magnification });
  const pixels = Array.from(values, (value) =>
    Number.isNaN(value)
      ? [255, 255, 255, 0]
      : [...(colours === 'grey' ? luminance : signed)(value).map(Math.round), 255],
  );
  for (let row = 0; row < png.height; row++) {
    for (let column = 0; column < png.width; column++) {
      png.data.set(
        pixels[Math.floor(row / magnification) * width + Math.floor(column / magnification)],
        4 * (row * png.width + column),
      );
    }
  }
  // Grey with alpha takes half the bytes of RGBA.
  const bytes = PNG.sync.write(png, colours === 'grey' ? { colorType: 4 } : {});
  return `data:image/png;base64,${bytes.toString('base64')}`;
}

export interface ImageRow {
  /** To the left of the row. */
  readonly label: string;
  /** Second line of the label, for example the mean PSNR over all test images. */
  readonly detail?: string | undefined;
  /**
   * [K, side, side] or [K, side, side, 1]; undefined or empty shows an empty row with `missing` in
   * it.
   */
  readonly images: NdArray | undefined;
  readonly missing?: string | undefined;
  /**
   * Grey for luminances in [-1, 1]; signed for filters and differences: blue below 0, white at 0,
   * vermillion above.
   */
  readonly colours?: 'grey' | 'signed' | undefined;
  /**
   * The value with the full colour of a signed row; the largest magnitude in the row by default.
   * Stands below the label.
   */
  readonly scale?: number | undefined;
  /** One text below each image. */
  readonly captions?: readonly string[] | undefined;
}

export interface ImageGridOptions {
  readonly title: string;
  /** Above the columns. */
  readonly columns: readonly string[];
  readonly rows: readonly ImageRow[];
  /** Of an image, in pixels; few images are not blown up to the width of the page. */
  readonly largestCell?: number | undefined;
}

const marginLeft = 140;
const marginRight = 16;
const headerHeight = 18;
const footer = 17;
const rowGap = 5;
const emptyRow = 34;
const gapShare = 2 / 32;
const usualCell = 110;
const grey = '#555555';

/**
 * Images in rows that belong to models and columns that belong to images, with one text below each.
 * @throws UserError when a row has more images or captions than there are columns.
 * @example
 * const original = { label: 'original', images: takeRows(region.testImages, [0]) };
 * imageGrid({ title: 'Fig. 2', columns: ['image 1'], rows: [original] });
 */
export function imageGrid({
  title,
  columns,
  rows,
  largestCell = usualCell,
}: ImageGridOptions): PlotlyFigure {
  const width = figureWidth - marginLeft - marginRight;
  const cell = Math.min(largestCell, width / (columns.length + (columns.length - 1) * gapShare));
  const pitch = cell * (1 + gapShare);
  const images: Partial<Image>[] = [];
  const annotations: Partial<Annotations>[] = [];
  const shapes: Partial<Shape>[] = [];
  const write = (annotation: Partial<Annotations>): void => {
    annotations.push({ xref: 'x', yref: 'y', showarrow: false, borderpad: 0, ...annotation });
  };
  const underColumn = (text: string, column: number, y: number): void =>
    write({
      text: escapeMarkup(text),
      x: column * pitch + cell / 2,
      y,
      xanchor: 'center',
      yanchor: 'top',
      font: { size: 11, color: grey },
    });

  columns.forEach((text, column) => underColumn(text, column, 0));
  let top = headerHeight;
  for (const {
    label,
    detail,
    images: pictures,
    missing = '—',
    colours,
    scale: given,
    captions,
  } of rows) {
    const count = pictures?.values.length ? pictures.shape[0] : 0;
    const height = count === 0 ? emptyRow : cell;
    const y = top + height / 2;
    if (Math.max(count, captions?.length ?? 0) > columns.length) {
      throw new UserError(
        `The row "${label}" of "${title}" has more images or captions than the ` +
          `${columns.length} columns.`,
      );
    }
    const isSigned = colours === 'signed' && count > 0;
    const scale = isSigned
      ? (given ??
        (pictures!.values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0) || 1))
      : 1;
    const small = [
      ...(detail === undefined ? [] : [detail]),
      ...(isSigned ? [`±${Number(scale.toPrecision(2))} in full colour`] : []),
    ];
    const text = [
      `<b>${escapeMarkup(label)}</b>`,
      ...small.map(
        (line) => `<span style="font-size:11px;color:${grey}">${escapeMarkup(line)}</span>`,
      ),
    ].join('<br>');
    write({ text, x: 0, y, xanchor: 'right', yanchor: 'middle', align: 'right', xshift: -8 });
    if (count === 0)
      write({
        text: escapeMarkup(missing),
        x: 0,
        y,
        xanchor: 'left',
        yanchor: 'middle',
        font: { size: 12, color: grey },
      });
    for (let column = 0; column < count; column++) {
      const source = pngAddress(
        {
          shape: pictures!.shape.slice(1, 3),
          values: rowView(pictures!, column).map((value) => value / scale),
        },
        colours,
      );
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
      if (isSigned)
        shapes.push({
          type: 'rect',
          xref: 'x',
          yref: 'y',
          x0: column * pitch,
          x1: column * pitch + cell,
          y0: top,
          y1: top + cell,
          line: { color: '#CCCCCC', width: 1 },
        });
    }
    if (count > 0) captions?.forEach((caption, column) => underColumn(caption, column, top + cell));
    top += height + (count > 0 && captions ? footer : rowGap);
  }
  const hidden = { visible: false, fixedrange: true } as const;
  return {
    // Without a trace Plotly draws no axes and so nothing in their coordinates.
    data: [
      {
        type: 'scatter',
        x: [0],
        y: [0],
        mode: 'markers',
        marker: { opacity: 0 },
        hoverinfo: 'skip',
        showlegend: false,
      },
    ],
    layout: {
      ...framedLayout(title, { plotHeight: top, left: marginLeft, right: marginRight }),
      xaxis: { ...hidden, range: [0, width] },
      yaxis: { ...hidden, range: [top, 0] },
      images,
      shapes,
      annotations,
    },
  };
}
