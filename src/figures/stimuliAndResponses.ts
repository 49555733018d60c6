import type { Annotations, Data, Image, Layout, LayoutAxis } from 'plotly.js';
import type { NdArray } from '../data/ndArray';
import { figureWidth, framedLayout } from './figureLayout';
import { greyPngAddress, imageStrip } from './greyImage';
import type { PlotlyFigure } from './plotlyFigure';

export interface StimuliAndResponsesRegion {
  readonly region: number;
  /** Example stimuli [K, 32, 32] in [-1, 1]. */
  readonly images: NdArray;
  /** Mean test responses [T, M]. */
  readonly responses: NdArray;
}

export interface StimuliAndResponsesOptions {
  readonly title: string;
  readonly caption: string;
  readonly regions: readonly StimuliAndResponsesRegion[];
}

const marginLeft = 130;
const marginRight = 90;
const rowHeight = 236;
const rowGap = 60;
/** Share of the width for the stimuli; the responses take the rest. */
const stimuliShare = 0.42;
const responsesStart = 0.52;

/** The value below which a share of the numbers lies: keeps a few bursts from darkening the whole map. */
function quantile(values: Float32Array, share: number): number {
  const sorted = Float32Array.from(values).sort();
  return sorted[Math.floor(share * (sorted.length - 1))];
}

/** [T, M] -> M rows of T numbers, neurons sorted by mean response, strongest on top. */
function neuronRows(responses: NdArray): number[][] {
  const [images, neurons] = responses.shape as [number, number];
  const rows = Array.from({ length: neurons }, (_, neuron) =>
    Array.from({ length: images }, (_, image) => responses.values[image * neurons + neuron]),
  );
  const mean = (row: readonly number[]): number => row.reduce((sum, value) => sum + value, 0) / images;
  return rows.sort((first, second) => mean(second) - mean(first));
}

/** App. Fig. 5: example test stimuli of each region and the responses of all its neurons to all test stimuli. */
export function stimuliAndResponses(options: StimuliAndResponsesOptions): PlotlyFigure {
  const count = options.regions.length;
  const height = count * rowHeight + (count - 1) * rowGap;
  const width = figureWidth - marginLeft - marginRight;
  const layout: Partial<Layout> & { annotations: Partial<Annotations>[] } = framedLayout({
    title: options.title,
    caption: options.caption,
    plotHeight: height,
    marginLeft,
    marginRight,
    belowPlot: 50,
  });
  const data: Data[] = [];
  const images: Partial<Image>[] = [];
  const axes: Record<string, Partial<LayoutAxis>> = {};
  options.regions.forEach((region, index) => {
    const suffix = index === 0 ? '' : String(index + 1);
    const top = 1 - (index * (rowHeight + rowGap)) / height;
    const bottom = top - rowHeight / height;
    const rows = neuronRows(region.responses);
    const ceiling = quantile(region.responses.values, 0.99);
    data.push({
      type: 'heatmap',
      z: rows,
      zmin: 0,
      zmax: ceiling > 0 ? ceiling : 1,
      zsmooth: false,
      colorscale: 'Cividis',
      xaxis: `x${suffix}`,
      yaxis: `y${suffix}`,
      hovertemplate: 'image %{x}, neuron %{y}: %{z:.2f}<extra></extra>',
      colorbar: {
        title: { text: 'response', side: 'right', font: { size: 13 } },
        thickness: 12,
        len: rowHeight / height,
        lenmode: 'fraction',
        y: (top + bottom) / 2,
        yanchor: 'middle',
        ypad: 0,
        x: 1.01,
      },
    });
    axes[`xaxis${suffix}`] = {
      anchor: `y${suffix}` as 'y',
      domain: [responsesStart, 1],
      title: { text: 'test image', standoff: 6, font: { size: 13 } },
      ticks: 'outside',
    };
    axes[`yaxis${suffix}`] = {
      anchor: `x${suffix}` as 'x',
      domain: [bottom, top],
      autorange: 'reversed',
      title: { text: 'neuron, by mean response', standoff: 6, font: { size: 13 } },
      ticks: 'outside',
    };
    images.push(...stimulusRows(region.images, width, height, top));
    layout.annotations.push({
      text: `<b>Region ${region.region}</b><br>${rows.length} neurons<br>${region.responses.shape[0]} test images`,
      xref: 'paper',
      yref: 'paper',
      x: 0,
      y: (top + bottom) / 2,
      xanchor: 'right',
      yanchor: 'middle',
      align: 'right',
      xshift: -12,
      showarrow: false,
    });
  });
  return { data, layout: { ...layout, ...axes, images } };
}

/** Stimuli in rows of four, as paper coordinates of a plotting area of the given pixels. */
function stimulusRows(stimuli: NdArray, width: number, height: number, top: number): Partial<Image>[] {
  const perRow = 4;
  const [count, rows, columns] = stimuli.shape as [number, number, number];
  const side = (stimuliShare * width) / (perRow + (perRow - 1) * (2 / columns));
  return Array.from({ length: Math.ceil(count / perRow) }, (_, line) => {
    const first = line * perRow;
    const shown = Math.min(perRow, count - first);
    const strip = imageStrip(
      {
        shape: [shown, rows, columns],
        values: stimuli.values.subarray(first * rows * columns, (first + shown) * rows * columns),
      },
      2,
    );
    return {
      source: greyPngAddress(strip),
      xref: 'paper',
      yref: 'paper',
      x: 0,
      y: top - (line * side * (1 + 2 / columns)) / height,
      sizex: (strip.width / columns) * (side / width),
      sizey: side / height,
      xanchor: 'left',
      yanchor: 'top',
      sizing: 'stretch',
      layer: 'above',
    };
  });
}
