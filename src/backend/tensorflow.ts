import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import util from 'node:util';
import * as tf from '@tensorflow/tfjs';
import { UserError } from '../errors';
import { backendVariable, requestedBackend } from './backendName';

const tfjsNode = '@tensorflow/tfjs-node-gpu';

// The native library reads these once while it loads.
// Its start-up lines would end up in every notebook's stderr.
process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2';
// TensorFlow leaves oneDNN's convolutions off on processors without AVX-512, where they are faster all the same.
process.env['TF_ENABLE_ONEDNN_OPTS'] ??= '1';
// A GPU's tensor cores would round products to 10 bits, which no other device does.
process.env['NVIDIA_TF32_OVERRIDE'] ??= '0';
// The first worker would take all of a GPU's memory, and the next would have none.
process.env['TF_FORCE_GPU_ALLOW_GROWTH'] ??= 'true';

/**
 * Starts this process's backend, at once: native loading, WebAssembly from disk and plain JavaScript are all synchronous,
 * so nobody has to wait for `tf.ready()`. The native library is only ever loaded when it is the one that computes.
 * @throws UserError for an unknown name, and for `native` where there is no native library
 */
function activateBackend(): void {
  const wanted = requestedBackend(process.env[backendVariable]);
  if (wanted === 'cpu') {
    void tf.setBackend('cpu');
  } else if (wanted === 'wasm') {
    activateWasm();
  } else {
    const failure = activateNative();
    if (failure !== undefined && wanted === 'native') {
      throw new UserError(`Native TensorFlow cannot be loaded (${failure}): run "npm run setup", or choose ${backendVariable}=wasm.`);
    }
    if (failure !== undefined) {
      activateWasm();
    }
  }
}

function activateWasm(): void {
  // Loaded only here: half a megabyte that the native backend has no use for.
  const { activateWasmBackend } = require('./wasm/activateWasmBackend') as typeof import('./wasm/activateWasmBackend');
  activateWasmBackend();
}

/** @returns why it cannot be loaded; undefined when it computes now */
function activateNative(): string | undefined {
  if (!hasNativeBinding()) {
    return 'its compiled binding is missing';
  }
  try {
    // tfjs-node 4.22 calls what Node 22 warns of and Node 23 removed.
    (util as { isNullOrUndefined?: (value: unknown) => boolean }).isNullOrUndefined = (value) => value === null || value === undefined;
    require(tfjsNode);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message.split('\n')[0] : String(error);
  }
}

function hasNativeBinding(): boolean {
  try {
    return existsSync(join(dirname(require.resolve(`${tfjsNode}/package.json`)), 'lib', 'napi-v8', 'tfjs_binding.node'));
  } catch {
    return false;
  }
}

// tfjs has one engine a process, whatever computes in it; everything takes it from here, with a backend that is ready.
activateBackend();

export { tf };
