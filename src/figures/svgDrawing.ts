import { existsSync, readFileSync } from 'node:fs';
import { UserError } from '../errors';

/** A drawing that somebody made, not a plot of data: shown and saved as it is, and on pages as an image, in which nothing runs. */
export interface SvgDrawing {
  readonly svg: string;
}

/**
 * Reads a drawing from an SVG file.
 * @param file relative to the notebook
 * @throws UserError when the file is missing or is no SVG
 */
export function readDrawing(file: string): SvgDrawing {
  if (!existsSync(file)) throw new UserError(`There is no drawing ${file} beside the notebook.`);
  const svg = readFileSync(file, 'utf8');
  if (!/^\s*<svg\s/.test(svg)) throw new UserError(`The drawing ${file} has to be an SVG: a text from <svg ...> to </svg>.`);
  return { svg };
}
