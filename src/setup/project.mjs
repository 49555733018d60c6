import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root: the folder of package.json. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[/\\]$/, '');

/** A path below the repository's root. */
export const inRoot = (...parts) => path.join(root, ...parts);

/**
 * What set-up makes, relative to the root; `npm run clean` removes exactly these.
 */
export const madeBySetup = ['node_modules', '.python', '.tensorflow', 'dist', '.cache'];

const windows = process.platform === 'win32';

/** A program of the project-local Python environment. */
export const pythonProgram = (name) =>
  windows ? inRoot('.python/Scripts', `${name}.exe`) : inRoot('.python/bin', name);
