import { say } from '../progress.mjs';
import { prepare } from '../prepare.mjs';
import { readOptions } from './help.mjs';

const usage = `Usage: npm run setup

Makes a working installation of this clone: npm dependencies, native TensorFlow, a Python
environment for notebooks, their kernel, the build. Every other command does this by itself.`;

export async function run(args) {
  if (!readOptions(args, usage, {})) return 0;
  await prepare();
  say('everything is in place');
  return 0;
}
