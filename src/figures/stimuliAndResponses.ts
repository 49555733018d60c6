import type { Data, LayoutAxis } from 'plotly.js';
import { column, rowView, type NdArray } from '../data/ndArray';
import { escapeMarkup, figureWidth, figureTitle, type PlotlyFigure } from './figureLayout';
import { placeOf } from './panels';

export interface StimuliPanel {
  /** Above the panel: `Region 3`. */
  readonly title: string;
  /** [N, height, width, 1] or [N, height, width] in [-1, 1]; the first twelve are shown. */
  readonly images: NdArray;
  /** [N, M], not negative. */
  readonly responses: NdArray;
}

/** In pixels: a panel, the room between panels, above the first. */
const [panelHeight, panelGap, header] = [236, 70, 30];
const shownImages = 12;
const perRow = 4;
const imageGap = 2;
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Images as one picture with gaps, [lines][pixels]. */
function montage(images: NdArray): (number | null)[][] {
  const [all, height, width] = images.shape;
  const count = Math.min(shownImages, all);
  const lines = Math.ceil(count / perRow) * (height + imageGap) - imageGap;
  const picture = Array.from({ length: lines }, () =>
    new Array<number | null>(perRow * (width + imageGap) - imageGap).fill(null),
  );
  for (let index = 0; index < count; index++) {
    const top = Math.floor(index / perRow) * (height + imageGap);
    const left = (index % perRow) * (width + imageGap);
    rowView(images, index).forEach((value, pixel) => {
      picture[top + Math.floor(pixel / width)][left + (pixel % width)] = Number(value.toFixed(2));
    });
  }
  return picture;
}

/** One line a neuron, the one with the largest mean response first, [M][N]. */
function sortedResponses(responses: NdArray): number[][] {
  const neurons = Array.from({ length: responses.shape[1] }, (_, index) =>
    column(responses, index),
  );
  return neurons
    .sort((first, second) => mean(second) - mean(first))
    .map((line) => line.map((response) => Number(response.toPrecision(4))));
}

/** The value that one response in a hundred exceeds: a few bursts would darken the whole map. */
function strongest(responses: NdArray): number {
  const sorted = Array.from(responses.values).sort((first, second) => first - second);
  return sorted[Math.floor(0.99 * (sorted.length - 1))] || 1;
}

/** App. Fig. 5: for every region the first test images beside the responses of all neurons. */
export function stimuliAndResponses(title: string, panels: readonly StimuliPanel[]): PlotlyFigure {
  const plotHeight = panels.length * (panelHeight + panelGap) - panelGap + header;
  const topOf = (index: number): number =>
    1 - (header + index * (panelHeight + panelGap)) / plotHeight;
  const axes: Record<string, Partial<LayoutAxis>> = {};
  const data = panels.flatMap(({ images, responses }, index): Data[] => {
    const [left, right] = [placeOf(2 * index).axes, placeOf(2 * index + 1).axes];
    const domain = [topOf(index) - panelHeight / plotHeight, topOf(index)];
    const named = (text: string) => ({ text, font: { size: 12 }, standoff: 4 });
    Object.assign(axes, {
      [left.xaxis.replace('x', 'xaxis')]: {
        visible: false,
        constrain: 'domain',
        domain: [0, 0.43],
        anchor: left.yaxis,
        constraintoward: 'left',
      },
      [left.yaxis.replace('y', 'yaxis')]: {
        visible: false,
        constrain: 'domain',
        autorange: 'reversed',
        domain,
        anchor: left.xaxis,
        scaleanchor: left.xaxis,
        constraintoward: 'top',
      },
      [right.xaxis.replace('x', 'xaxis')]: {
        ticks: 'outside',
        domain: [0.51, 1],
        anchor: right.yaxis,
        title: named('test image'),
      },
      [right.yaxis.replace('y', 'yaxis')]: {
        autorange: 'reversed',
        ticks: 'outside',
        domain,
        anchor: right.xaxis,
        title: named('neuron, the loudest first'),
      },
    });
    const heat = { type: 'heatmap', x0: 1, y0: 1 } as const;
    return [
      {
        ...heat,
        ...left,
        z: montage(images),
        zmin: -1,
        zmax: 1,
        colorscale: [
          [0, '#000000'],
          [1, '#FFFFFF'],
        ],
        showscale: false,
        hoverinfo: 'skip',
      } as Data,
      {
        ...heat,
        ...right,
        z: sortedResponses(responses),
        zmin: 0,
        zmax: strongest(responses),
        colorscale: 'Cividis',
        colorbar: {
          title: { text: 'response', side: 'right' },
          thickness: 12,
          len: panelHeight / plotHeight,
          y: topOf(index),
          yanchor: 'top',
          ypad: 0,
          x: 1.01,
        },
      } as Data,
    ];
  });
  return {
    data,
    layout: {
      title: figureTitle(title),
      width: figureWidth,
      height: plotHeight + 106,
      margin: { l: 20, r: 90, t: 56, b: 50 },
      ...axes,
      annotations: panels.map((panel, index) => ({
        text:
          `<b>${escapeMarkup(panel.title)}</b>   ${panel.responses.shape[1]} neurons, ` +
          `${panel.responses.shape[0]} test images`,
        xref: 'paper',
        yref: 'paper',
        x: 0,
        xanchor: 'left',
        y: topOf(index),
        yanchor: 'bottom',
        yshift: 4,
        showarrow: false,
        font: { size: 13 },
      })),
    },
  };
}
