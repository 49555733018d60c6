import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { exportFigure, missingKaleido, type StaticFormat } from './kaleido';
import type { PlotlyFigure } from './plotlyFigure';

/**
 * Writes `<name>.plotly.json` and, where Kaleido is installed, `<name>.svg` and `<name>.png` into a folder that exists.
 * @returns the names of the files.
 */
export async function writeFigure(figure: PlotlyFigure, folder: string, name: string): Promise<string[]> {
  const files = [`${name}.plotly.json`];
  await writeFile(path.join(folder, files[0]), `${JSON.stringify(figure)}\n`);
  const formats: StaticFormat[] = missingKaleido() === undefined ? ['svg', 'png'] : [];
  for (const format of formats) {
    await writeFile(path.join(folder, `${name}.${format}`), await exportFigure(figure, format));
    files.push(`${name}.${format}`);
  }
  return files;
}
