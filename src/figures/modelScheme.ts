import type { Annotations, Shape } from 'plotly.js';
import { drawnFigure } from './drawnFigure';
import { figureWidth } from './figureLayout';
import { palette } from './palette';
import type { PlotlyFigure } from './plotlyFigure';

/** One layer as a bar: drawn higher for larger grids, thicker for more channels. */
export interface SchemeLayer {
  readonly label: string;
  readonly size: number;
  readonly channels: number;
}

export interface ModelSchemeOptions {
  readonly title: string;
  readonly caption: string;
  readonly encoder: readonly SchemeLayer[];
  readonly code: SchemeLayer;
  readonly decoder: readonly SchemeLayer[];
  /** Which encoder layer the readouts of the picture take, from 1. */
  readonly readLayer: number;
}

const marginLeft = 16;
const width = figureWidth - 2 * marginLeft;
const middleOf = { image: 34, code: width / 2 + 4, reconstruction: width - 36 } as const;
const imageSide = 64;
const rowHeights = { autoencoder: 140, readout: 226, joint: 230 } as const;
const blue = '#CFE3F1';
const green = '#CDEBE0';
const red = '#F7DCCB';
const yellow = '#FBEBC8';

/** Shapes and texts in pixels from the top left corner. */
class Drawing {
  readonly shapes: Partial<Shape>[] = [];
  readonly annotations: Partial<Annotations>[] = [];

  box(x: number, y: number, boxWidth: number, boxHeight: number, fill: string, line: string): void {
    this.shapes.push({
      type: 'rect',
      xref: 'x',
      yref: 'y',
      x0: x - boxWidth / 2,
      x1: x + boxWidth / 2,
      y0: y - boxHeight / 2,
      y1: y + boxHeight / 2,
      fillcolor: fill,
      line: { color: line, width: 1.5 },
    });
  }

  line(points: readonly (readonly [number, number])[], color: string, lineWidth = 1): void {
    this.shapes.push({
      type: 'path',
      xref: 'x',
      yref: 'y',
      path: `M ${points.map(([x, y]) => `${x},${y}`).join(' L ')}`,
      line: { color, width: lineWidth },
    });
  }

  arrow(from: readonly [number, number], to: readonly [number, number], color: string = '#444444'): void {
    this.annotations.push({
      xref: 'x',
      yref: 'y',
      axref: 'x',
      ayref: 'y',
      x: to[0],
      y: to[1],
      ax: from[0],
      ay: from[1],
      showarrow: true,
      arrowhead: 2,
      arrowsize: 1,
      arrowwidth: 1.4,
      arrowcolor: color,
      text: '',
    });
  }

  text(x: number, y: number, content: string, options: Partial<Annotations> = {}): void {
    this.annotations.push({
      xref: 'x',
      yref: 'y',
      x,
      y,
      text: content,
      showarrow: false,
      xanchor: 'center',
      yanchor: 'middle',
      borderpad: 0,
      ...options,
    });
  }
}

function barHeight({ size }: SchemeLayer): number {
  return 26 + 2.6 * size;
}

function barWidth({ channels }: SchemeLayer): number {
  return 8 + channels / 8;
}

function picture(drawing: Drawing, x: number, y: number, label: string): void {
  drawing.box(x, y, imageSide, imageSide, '#EFEFEF', palette.grey);
  drawing.text(x, y, label, { font: { size: 18 } });
}

/** A chain of bars in the first of evenly spaced slots between two places, joined by arrows. */
function chain(
  drawing: Drawing,
  layers: readonly SchemeLayer[],
  start: number,
  end: number,
  y: number,
  fill: string,
  line: string,
  slots = layers.length,
): number[] {
  const step = (end - start) / (slots + 1);
  const places = layers.map((_, index) => start + (index + 1) * step);
  layers.forEach((layer, index) => {
    drawing.box(places[index], y, barWidth(layer), barHeight(layer), fill, line);
    drawing.text(places[index], y + barHeight(layer) / 2 + 5, layer.label, {
      font: { size: 11, color: '#555555' },
      yanchor: 'top',
    });
    if (index > 0)
      drawing.arrow([places[index - 1] + barWidth(layers[index - 1]) / 2 + 1, y], [places[index] - barWidth(layer) / 2 - 2, y]);
  });
  return places;
}

function encoderPart(drawing: Drawing, layers: readonly SchemeLayer[], y: number, slots = layers.length): number[] {
  picture(drawing, middleOf.image, y, '<i>x</i>');
  const places = chain(drawing, layers, middleOf.image + imageSide / 2, middleOf.code - 10, y, blue, palette.blue, slots);
  drawing.arrow([middleOf.image + imageSide / 2 + 1, y], [places[0] - barWidth(layers[0]) / 2 - 2, y]);
  return places;
}

function decoderPart(drawing: Drawing, options: ModelSchemeOptions, last: number, y: number): void {
  const { code, decoder, encoder } = options;
  drawing.box(middleOf.code, y, 16, 34, yellow, palette.orange);
  drawing.text(middleOf.code, y + 22, code.label, { font: { size: 11, color: '#555555' }, yanchor: 'top' });
  drawing.arrow([last + barWidth(encoder[encoder.length - 1]) / 2 + 1, y], [middleOf.code - 10, y]);
  const places = chain(drawing, decoder, middleOf.code + 10, middleOf.reconstruction - imageSide / 2, y, green, palette.green);
  drawing.arrow([middleOf.code + 9, y], [places[0] - barWidth(decoder[0]) / 2 - 2, y]);
  drawing.arrow(
    [places[places.length - 1] + barWidth(decoder[decoder.length - 1]) / 2 + 1, y],
    [middleOf.reconstruction - imageSide / 2 - 2, y],
  );
  picture(drawing, middleOf.reconstruction, y, '<i>x̂</i>');
}

/** Mask, feature weights, responses: below the layer that is read out. */
function readoutPart(drawing: Drawing, from: number, top: number, y: number, outputX: number): void {
  const [maskX, weightsX] = [from + 60, from + 140];
  const cells = 6;
  const cell = 6;
  drawing.line(
    [
      [from, top],
      [from, y],
    ],
    palette.vermillion,
    1.6,
  );
  drawing.arrow([from, y], [maskX - (cells * cell) / 2 - 2, y], palette.vermillion);
  for (let row = 0; row < cells; row++) {
    for (let column = 0; column < cells; column++) {
      const near = Math.hypot(row - 2, column - 3) < 1.6;
      drawing.shapes.push({
        type: 'rect',
        xref: 'x',
        yref: 'y',
        x0: maskX + (column - cells / 2) * cell,
        x1: maskX + (column + 1 - cells / 2) * cell,
        y0: y + (row - cells / 2) * cell,
        y1: y + (row + 1 - cells / 2) * cell,
        fillcolor: near ? palette.vermillion : red,
        line: { color: '#FFFFFF', width: 0.5 },
      });
    }
  }
  drawing.text(maskX, y + 29, 'mask θ<sub>s</sub>', { font: { size: 11, color: '#555555' } });
  drawing.arrow([maskX + (cells * cell) / 2 + 2, y], [weightsX - 9, y], palette.vermillion);
  drawing.box(weightsX, y, 14, 40, red, palette.vermillion);
  drawing.text(weightsX, y + 29, 'features θ<sub>d</sub>', { font: { size: 11, color: '#555555' } });
  drawing.arrow([weightsX + 9, y], [outputX - 26, y], palette.vermillion);
  [14, 30, 8, 22].forEach((height, index) => {
    drawing.shapes.push({
      type: 'rect',
      xref: 'x',
      yref: 'y',
      x0: outputX - 22 + index * 12,
      x1: outputX - 13 + index * 12,
      y0: y + 16 - height,
      y1: y + 16,
      fillcolor: palette.vermillion,
      line: { width: 0 },
    });
  });
  drawing.text(outputX, y + 29, '<i>ŝ</i>', { font: { size: 15 } });
}

function heading(drawing: Drawing, y: number, letter: string, name: string, loss: string): void {
  drawing.text(0, y, `<b>${letter}</b>&nbsp; ${name}`, { xanchor: 'left', font: { size: 14 } });
  drawing.text(width, y, loss, { xanchor: 'right', font: { size: 14 } });
}

/** Fig. 1: an autoencoder, a network that predicts responses, and both in one. */
export function modelScheme(options: ModelSchemeOptions): PlotlyFigure {
  const { encoder, readLayer } = options;
  const drawing = new Drawing();
  const image = 'α‖<i>x</i> − <i>x̂</i>‖²';
  const responses = 'β Σ(<i>ŝ</i> − <i>s</i> log <i>ŝ</i>)';
  let top = 0;

  heading(
    drawing,
    top + 10,
    'A',
    'DAE: encoder f<sub>1</sub> (blue), code (yellow), decoder f<sub>2</sub> (green)',
    `L = ${image}`,
  );
  let y = top + 74;
  decoderPart(drawing, options, encoderPart(drawing, encoder, y)[encoder.length - 1], y);
  top += rowHeights.autoencoder + 22;

  heading(drawing, top + 10, 'B', 'CNN with a readout f<sub>3</sub> (red)', `L = ${responses}`);
  y = top + 74;
  const alone = encoderPart(drawing, encoder.slice(0, readLayer), y, encoder.length);
  readoutPart(drawing, alone[readLayer - 1], y + barHeight(encoder[readLayer - 1]) / 2 + 34, y + 106, middleOf.reconstruction);
  top += rowHeights.readout + 14;

  heading(drawing, top + 10, 'C', 'DAE-NR: both heads share the encoder and are trained together', `L = ${image} + ${responses}`);
  y = top + 74;
  const joint = encoderPart(drawing, encoder, y);
  decoderPart(drawing, options, joint[encoder.length - 1], y);
  readoutPart(drawing, joint[readLayer - 1], y + barHeight(encoder[readLayer - 1]) / 2 + 34, y + 106, middleOf.reconstruction);
  top += rowHeights.joint;

  const { title, caption } = options;
  const { shapes, annotations } = drawing;
  return drawnFigure({ title, caption, width, height: top, marginLeft, marginRight: marginLeft, shapes, annotations });
}
