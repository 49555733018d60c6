import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs';
import { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { registeredKernel, registerWasmKernel } from './kernelCalls';
import { batchMatMul } from './kernels/batchMatMul';
import { conv2DBackpropFilter } from './kernels/conv2DBackpropFilter';
import { conv2DBackpropInput } from './kernels/conv2DBackpropInput';
import { unsortedSegmentSum } from './kernels/unsortedSegmentSum';

/** The part of WebAssembly's synchronous interface that is used here; TypeScript declares it only together with the browser's. */
declare global {
  namespace WebAssembly {
    type Imports = Record<string, Record<string, unknown>>;
    type Exports = Record<string, unknown>;
    class Module {
      constructor(bytes: Uint8Array);
    }
    class Instance {
      constructor(module: Module, imports?: Imports);
      readonly exports: Exports;
    }
  }
}

/** The Emscripten module of tfjs's kernels, as far as it is used here. */
interface KernelModule {
  cwrap: (name: string, returns: 'number' | null, parameters: readonly 'number'[]) => (...values: number[]) => number;
  tfjs: Record<string, (...values: number[]) => number>;
}

interface ModuleOptions {
  readonly instantiateWasm: (imports: WebAssembly.Imports, receive: (instance: WebAssembly.Instance) => void) => WebAssembly.Exports;
}

const files = '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm';

/**
 * Makes tfjs's WASM backend with SIMD and one thread (more gave nothing) the active one, with the kernels that training needs beside its own.
 * tfjs's own start-up is asynchronous because browsers fetch; from disk everything can be there before this returns.
 */
export function activateWasmBackend(): void {
  const module = instantiate();
  tf.removeBackend('wasm');
  tf.registerBackend('wasm', () => new BackendWasm(module as unknown as BackendWasm['wasm']), 3);
  registerTrainingKernels();
  void tf.setBackend('wasm');
}

/** Kernels that a training needs and that tfjs's WASM backend lacks, or has too slow. */
function registerTrainingKernels(): void {
  registerWasmKernel('Conv2DBackpropFilter', conv2DBackpropFilter);
  registerWasmKernel('Conv2DBackpropInput', conv2DBackpropInput);
  registerWasmKernel('BatchMatMul', batchMatMul(registeredKernel('BatchMatMul')));
  registerWasmKernel('UnsortedSegmentSum', unsortedSegmentSum);
}

function instantiate(): KernelModule {
  const createModule = require(`${files}.js`) as (module: ModuleOptions) => Promise<unknown>;
  const program = new WebAssembly.Module(readFileSync(require.resolve(`${files}-simd.wasm`)));
  const listeners = { rejections: process.listeners('unhandledRejection'), exceptions: process.listeners('uncaughtException') };
  const options: ModuleOptions = {
    instantiateWasm: (imports, receive) => {
      const instance = new WebAssembly.Instance(program, imports);
      receive(instance);
      return instance.exports;
    },
  };
  void createModule(options);
  // Emscripten turns every rejected promise of the whole process into a crash; that is not its business in a notebook.
  for (const listener of process.listeners('unhandledRejection').filter((added) => !listeners.rejections.includes(added))) {
    process.off('unhandledRejection', listener);
  }
  for (const listener of process.listeners('uncaughtException').filter((added) => !listeners.exceptions.includes(added))) {
    process.off('uncaughtException', listener);
  }
  // Emscripten fills the object that it was given, and has by now, since the program was instantiated at once.
  const module = options as unknown as KernelModule;
  // What tfjs's own asynchronous start-up declares.
  module.tfjs = {
    init: module.cwrap('init', null, []),
    initWithThreadsCount: module.cwrap('init_with_threads_count', null, ['number']),
    getThreadsCount: module.cwrap('get_threads_count', 'number', []),
    registerTensor: module.cwrap('register_tensor', null, ['number', 'number', 'number']),
    disposeData: module.cwrap('dispose_data', null, ['number']),
    dispose: module.cwrap('dispose', null, []),
  };
  return module;
}
