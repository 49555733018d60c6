import { readOptions } from '../messages.mjs';
import { prepare } from '../prepare.mjs';

const usage = `Usage: npm run build

Compiles src/ to dist/, which notebooks import as 'dae-nr': restart their kernel afterwards.`;

export async function run(args) {
  if (readOptions(args, usage)) await prepare(['npmDependencies', 'build']);
  return 0;
}
