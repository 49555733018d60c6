import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import util from 'node:util';
import * as tf from '@tensorflow/tfjs';
import { UserError } from '../errors';
import { backendNames, backendVariable } from './backendName';

const tfjsNode = '@tensorflow/tfjs-node-gpu';

// The native library reads these once while it loads.
// Its start-up lines would end up in every notebook's stderr.
process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2';
// TensorFlow leaves oneDNN's convolutions off on processors without AVX-512, where they are faster
// all the same.
process.env['TF_ENABLE_ONEDNN_OPTS'] ??= '1';
// A GPU's tensor cores would round products to 10 bits, which no other device does.
process.env['NVIDIA_TF32_OVERRIDE'] ??= '0';
// The first worker would take all of a GPU's memory, and the next would have none.
process.env['TF_FORCE_GPU_ALLOW_GROWTH'] ??= 'true';

/**
 * Starts this process's backend, at once: native loading, WebAssembly from disk and plain
 * JavaScript are all synchronous, so nobody has to wait for `tf.ready()`. The native library is
 * only ever loaded when it is the one that computes.
 * @throws UserError for an unknown name, and for `native` where there is no native library
 */
function activateBackend(): void {
  const wanted = process.env[backendVariable] ?? '';
  if (wanted !== '' && !(backendNames as readonly string[]).includes(wanted)) {
    throw new UserError(
      `${backendVariable} is "${wanted}", which is no backend: choose ` +
        `${backendNames.join(', ')}, or leave it out.`,
    );
  }
  if (wanted === 'cpu') {
    void tf.setBackend('cpu');
    return;
  }
  const failure = wanted === 'wasm' ? 'not wanted' : activateNative();
  if (failure === undefined) return;
  if (wanted === 'native')
    throw new UserError(
      `Native TensorFlow cannot be loaded (${failure}): run "npm run setup", or choose ` +
        `${backendVariable}=wasm.`,
    );
  // Loaded only here: half a megabyte that the native backend has no use for.
  (require('./activateWasm') as typeof import('./activateWasm')).activateWasm();
}

/** @returns why it cannot be loaded; undefined when it computes now */
function activateNative(): string | undefined {
  try {
    const folder = dirname(require.resolve(`${tfjsNode}/package.json`));
    if (!existsSync(join(folder, 'lib', 'napi-v8', 'tfjs_binding.node')))
      return 'its compiled binding is missing';
    // tfjs-node 4.22 calls what Node 22 warns of and Node 23 removed.
    (util as { isNullOrUndefined?: (value: unknown) => boolean }).isNullOrUndefined = (value) =>
      value === null || value === undefined;
    require(tfjsNode);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message.split('\n')[0] : String(error);
  }
}

// tfjs has one engine a process, whatever computes in it; everything takes it from here, with a
// backend that is ready.
activateBackend();

export { tf };
