import { rm } from 'node:fs/promises';
import path from 'node:path';
import { writeWhole } from '../writeWhole';
import type { FigureExporter } from './kaleido';
import type { PlotlyFigure } from './plotlyFigure';
import type { SvgDrawing } from './svgDrawing';

/** Where Plotly puts six random digits of the drawing, of a trace and of its colour bar into ids and classes of an SVG. */
const randomDigits = /(?:id="defs-|class="trace [a-z]+ trace|class="cb)([0-9a-f]{6})(?=[" ])/g;

/** Counts instead of random digits, so that equal figures are equal files. */
function withoutRandomIds(svg: Buffer, name: string): Buffer {
  const text = svg.toString('utf8');
  const digits = [...new Set([...text.matchAll(randomDigits)].map(([, found]) => found))];
  const stable = digits.reduce((changed, found, index) => changed.replace(new RegExp(`(?<=clip|defs-|legend|trace|cb|["#]g)${found}`, 'g'), `-${name}-${index}-`), text);
  return Buffer.from(stable);
}

/**
 * Writes `<name>.plotly.json` and, with an exporter that answers, `<name>.svg` and `<name>.png` into a folder that exists; pictures
 * of an earlier figure do not stay.
 * @returns the names of the files.
 */
export async function writeFigure(figure: PlotlyFigure, folder: string, name: string, exporter: FigureExporter | undefined): Promise<string[]> {
  const files = [`${name}.plotly.json`];
  await writeWhole(path.join(folder, files[0]), `${JSON.stringify(figure)}\n`);
  for (const format of ['svg', 'png'] as const) {
    const file = `${name}.${format}`;
    const drawn = await exporter?.draw(figure, format);
    if (drawn === undefined) {
      await rm(path.join(folder, file), { force: true });
      continue;
    }
    await writeWhole(path.join(folder, file), format === 'svg' ? withoutRandomIds(drawn, name) : drawn);
    files.push(file);
  }
  return files;
}

/**
 * Writes `<name>.svg` into a folder that exists; files of an earlier figure do not stay.
 * @returns the names of the files.
 */
export async function writeDrawing({ svg }: SvgDrawing, folder: string, name: string): Promise<string[]> {
  for (const earlier of ['.plotly.json', '.png']) await rm(path.join(folder, `${name}${earlier}`), { force: true });
  await writeWhole(path.join(folder, `${name}.svg`), svg);
  return [`${name}.svg`];
}
