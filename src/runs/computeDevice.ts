import { availableParallelism, cpus } from 'node:os';
import { tf } from '../backend/tensorflow';

/** What computes in this process. */
export interface ComputeDevice {
  readonly backend: string;
  readonly device: string;
  /** Threads inside one TensorFlow operation; results repeat only at the same number. */
  readonly threads: number;
  /** Versions of what computes by name. */
  readonly libraries: Readonly<Record<string, string>>;
}

interface NativeBinding {
  readonly binding?: { readonly TF_Version?: string };
  readonly isUsingGpuDevice?: boolean;
}

export async function computeDevice(): Promise<ComputeDevice> {
  await tf.ready();
  const { binding, isUsingGpuDevice } = tf.backend() as NativeBinding;
  const backend = tf.getBackend();
  return {
    backend,
    device: isUsingGpuDevice ? 'GPU' : processorName(),
    threads: backend === 'tensorflow' ? nativeThreads() : 1,
    libraries: {
      'tfjs-core': tf.version['tfjs-core'],
      ...(binding?.TF_Version === undefined ? {} : { tensorflow: binding.TF_Version }),
      ...(backend === 'wasm' ? { 'tfjs-backend-wasm': wasmVersion() } : {}),
    },
  };
}

function wasmVersion(): string {
  // Loaded only here: nothing else computes with it.
  return (require('@tensorflow/tfjs-backend-wasm') as typeof import('@tensorflow/tfjs-backend-wasm')).version_wasm;
}

/** TensorFlow takes every core unless TF_NUM_INTRAOP_THREADS says otherwise. */
function nativeThreads(): number {
  const wanted = Number(process.env.TF_NUM_INTRAOP_THREADS);
  return Number.isInteger(wanted) && wanted > 0 ? wanted : availableParallelism();
}

function processorName(): string {
  return cpus()[0]?.model.trim() || 'CPU';
}
