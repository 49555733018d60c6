import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { exportFigure, missingKaleido, type StaticFormat } from './kaleido';
import type { PlotlyFigure } from './plotlyFigure';

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
 * Writes `<name>.plotly.json` and, where Kaleido is installed, `<name>.svg` and `<name>.png` into a folder that exists.
 * @returns the names of the files.
 */
export async function writeFigure(figure: PlotlyFigure, folder: string, name: string): Promise<string[]> {
  const files = [`${name}.plotly.json`];
  await writeFile(path.join(folder, files[0]), `${JSON.stringify(figure)}\n`);
  const formats: StaticFormat[] = missingKaleido() === undefined ? ['svg', 'png'] : [];
  for (const format of formats) {
    const drawn = await exportFigure(figure, format);
    await writeFile(path.join(folder, `${name}.${format}`), format === 'svg' ? withoutRandomIds(drawn, name) : drawn);
    files.push(`${name}.${format}`);
  }
  return files;
}
