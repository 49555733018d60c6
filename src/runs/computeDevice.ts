import { availableParallelism, cpus } from 'node:os';
import { tf } from '../backend/tensorflow';

/** What computes in this process. */
export interface ComputeDevice {
  readonly backend: string;
  readonly device: string;
  /** Threads inside one TensorFlow operation; results repeat only at the same number. */
  readonly threads: number;
  /** Version of the native library by name; empty for a portable backend. */
  readonly libraries: Readonly<Record<string, string>>;
}

interface NativeBinding {
  readonly binding?: { readonly TF_Version?: string };
  readonly isUsingGpuDevice?: boolean;
}

export async function computeDevice(): Promise<ComputeDevice> {
  await tf.ready();
  const { binding, isUsingGpuDevice } = tf.backend() as NativeBinding;
  return {
    backend: tf.getBackend(),
    device: isUsingGpuDevice ? 'GPU' : processorName(),
    threads: computeThreads(),
    libraries: {
      'tfjs-core': tf.version['tfjs-core'],
      ...(binding?.TF_Version === undefined ? {} : { tensorflow: binding.TF_Version }),
    },
  };
}

/** TensorFlow takes every core unless TF_NUM_INTRAOP_THREADS says otherwise. */
export function computeThreads(): number {
  const wanted = Number(process.env.TF_NUM_INTRAOP_THREADS);
  return Number.isInteger(wanted) && wanted > 0 ? wanted : availableParallelism();
}

function processorName(): string {
  return cpus()[0]?.model.trim() || 'CPU';
}
