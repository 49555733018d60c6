import { createRequire } from 'node:module';
import util from 'node:util';

const require = createRequire(import.meta.url);

/** tfjs with its native and its pure JavaScript backend. */
export function loadTensorFlow() {
  // tfjs-node 4.22 calls what Node 23 removed.
  util.isNullOrUndefined ??= (value) => value === null || value === undefined;
  // A GPU's tensor cores would round to 10 bits, which is no single precision.
  process.env.NVIDIA_TF32_OVERRIDE ??= '0';
  return require('@tensorflow/tfjs-node-gpu');
}
