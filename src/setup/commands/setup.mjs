import { say } from '../progress.mjs';
import { prepare } from '../prepare.mjs';
import { readOptions } from './help.mjs';

const usage = `Usage: npm run setup [-- --backend native|wasm|cpu]

Makes a working installation of this clone: npm dependencies, native TensorFlow, a Python
environment for notebooks, their kernel, the build. Every other command does this by itself.
  --backend wasm     without native TensorFlow: WebAssembly computes, several times slower
  --backend native   an error, not a note, where there is no native TensorFlow for this machine`;

export async function run(args) {
  if (!readOptions(args, usage, { backend: { type: 'string' } })) return 0;
  await prepare();
  say('everything is in place');
  return 0;
}
