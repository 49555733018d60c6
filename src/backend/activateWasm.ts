import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs';
import { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { registerTrainingKernels } from './wasmKernels';

/**
 * The part of WebAssembly's synchronous interface that is used here; TypeScript declares it only
 * together with the browser's.
 */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: object };
};

const files = '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm';

/**
 * Makes tfjs's WASM backend with SIMD and one thread (more gave nothing) the active one, with the
 * kernels that training needs beside its own. tfjs's own start-up is asynchronous because browsers
 * fetch; from disk everything can be there before this returns.
 */
export function activateWasm(): void {
  const module = instantiate();
  // What tfjs's own start-up declares.
  module.tfjs = {
    initWithThreadsCount: module.cwrap('init_with_threads_count', null, ['number']),
    getThreadsCount: module.cwrap('get_threads_count', 'number', []),
    registerTensor: module.cwrap('register_tensor', null, ['number', 'number', 'number']),
    disposeData: module.cwrap('dispose_data', null, ['number']),
    dispose: module.cwrap('dispose', null, []),
  };
  tf.removeBackend('wasm');
  tf.registerBackend('wasm', () => new BackendWasm(module as unknown as BackendWasm['wasm']), 3);
  registerTrainingKernels();
  void tf.setBackend('wasm');
}

/** The Emscripten module of tfjs's kernels, as far as it is used here. */
interface KernelModule {
  cwrap: (name: string, returns: 'number' | null, parameters: readonly string[]) => unknown;
  tfjs: Record<string, unknown>;
}

function instantiate(): KernelModule {
  const createModule = require(`${files}.js`) as (options: object) => Promise<unknown>;
  const program = new WebAssembly.Module(readFileSync(require.resolve(`${files}-simd.wasm`)));
  const processEvents: NodeJS.EventEmitter = process;
  const crashing = ['unhandledRejection', 'uncaughtException'].map((event) => ({
    event,
    before: processEvents.listeners(event),
  }));
  const module = {
    instantiateWasm: (imports: object, receive: (instance: object) => void) => {
      const instance = new WebAssembly.Instance(program, imports);
      receive(instance);
      return instance.exports;
    },
  };
  void createModule(module);
  // Emscripten turns every rejected promise of the whole process into a crash; that is not its
  // business in a notebook.
  for (const { event, before } of crashing) {
    const added = processEvents.listeners(event).filter((listener) => !before.includes(listener));
    added.forEach((listener) => processEvents.off(event, listener as () => void));
  }
  // Emscripten fills the object that it was given, and has by now, since the program was
  // instantiated at once.
  return module as unknown as KernelModule;
}
