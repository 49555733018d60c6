import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { NotebookModule } from './strictTypes';

const readme = readFileSync(path.join(__dirname, '../../README.md'), 'utf8');

/** The code of the README as it is printed, a block a cell. */
export const readmeCode: NotebookModule = {
  name: 'README',
  cells: [...readme.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code]) => code),
};
