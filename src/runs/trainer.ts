import { availableParallelism, cpus } from 'node:os';
import { tf } from '../backend/tensorflow';
import { fitReadout } from '../training/fitReadout';
import { train } from '../training/train';
import type { Trainer } from './executeRun';
import type { ComputeDevice } from './record';

/** What computes in this process. */
export async function computeDevice(): Promise<ComputeDevice> {
  await tf.ready();
  const { binding, isUsingGpuDevice } = tf.backend() as {
    readonly binding?: { readonly TF_Version?: string };
    readonly isUsingGpuDevice?: boolean;
  };
  const backend = tf.getBackend();
  return {
    backend,
    device: isUsingGpuDevice ? 'GPU' : cpus()[0]?.model.trim() || 'CPU',
    threads: backend === 'tensorflow' ? nativeThreads() : 1,
    libraries: {
      'tfjs-core': tf.version['tfjs-core'],
      ...(binding?.TF_Version !== undefined && { tensorflow: binding.TF_Version }),
      // Loaded only where it computes.
      ...(backend === 'wasm' && {
        'tfjs-backend-wasm': (await import('@tensorflow/tfjs-backend-wasm')).version_wasm,
      }),
    },
  };
}

/** TensorFlow takes every core unless TF_NUM_INTRAOP_THREADS says otherwise. */
function nativeThreads(): number {
  const wanted = Number(process.env.TF_NUM_INTRAOP_THREADS);
  return Number.isInteger(wanted) && wanted > 0 ? wanted : availableParallelism();
}

/** Trains in this process, on its TensorFlow. */
export const trainer: Trainer = {
  train: (request, region, options) =>
    (request.frozenEncoder === undefined ? train : fitReadout)(request, region, options),
  device: computeDevice,
};
