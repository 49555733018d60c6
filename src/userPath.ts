import path from 'node:path';

/**
 * A path as its user means it: npm runs every command in the repository, but says in INIT_CWD where
 * the user stands. Notebooks of `npm run lab` inherit that, so that a folder has one name in both.
 */
export function userPath(given: string): string {
  return path.resolve(process.env.INIT_CWD ?? process.cwd(), given);
}
