import { prepare } from '../prepare.mjs';
import { readOptions } from './help.mjs';

const usage = `Usage: npm run build

Compiles src/ to dist/, which notebooks import as 'dae-nr': restart their kernel afterwards.`;

export async function run(args) {
  if (!readOptions(args, usage, {})) return 0;
  await prepare(['npmDependencies', 'build']);
  return 0;
}
