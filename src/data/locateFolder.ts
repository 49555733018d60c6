import { existsSync } from 'node:fs';
import path from 'node:path';

const repository = path.resolve(__dirname, '..', '..');

/**
 * A path as a user types it: relative to where the user stands, which npm, whose commands all start
 * in the repository, says in INIT_CWD.
 */
export function fromWhereUserStands(file: string): string {
  return path.resolve(process.env.INIT_CWD ?? process.cwd(), file);
}

/**
 * A folder as commands and notebooks name it: looked for where the user stands, beside the
 * notebook, and in the repository.
 * @returns an absolute path; the first of the three where none is there
 */
export function locateFolder(folder: string): string {
  const first = fromWhereUserStands(folder);
  const places = [first, path.resolve(folder), path.resolve(repository, folder)];
  return places.find((place) => existsSync(place)) ?? first;
}
