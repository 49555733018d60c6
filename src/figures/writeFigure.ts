import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { exportFigure, missingKaleido, type StaticFormat } from './kaleido';
import type { PlotlyFigure } from './plotlyFigure';

/** Plotly puts six random digits into the ids of an SVG and into the class of every trace; without them equal figures are equal files. */
function withoutRandomIds(svg: Buffer, name: string): Buffer {
  const text = svg.toString('utf8').replace(/(?<=class="trace [a-z]+ trace)[0-9a-f]{6}(?=")/g, '');
  const digits = /<defs id="defs-([0-9a-f]{6})">/.exec(text)?.[1];
  return Buffer.from(digits === undefined ? text : text.replace(new RegExp(`(?<=["#][a-z-]+)${digits}`, 'g'), `-${name}-`));
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
