import { existsSync } from 'node:fs';
import { inRoot } from './project.mjs';
import { runProcess } from './runProcess.mjs';
import { rememberedVariant } from './tensorFlowLibrary.mjs';

const script = 'src/setup/measureDevice.mjs';

// The driver's own file; on WSL 2 it is the driver of Windows, which lends its library.
const signsOfDriver = ['/proc/driver/nvidia/version', '/usr/lib/wsl/lib/libcuda.so.1'];

/** Why a TensorFlow with CUDA kernels computes on no GPU; the words are a clause. */
export function whyNoGpu({ environment = process.env, exists = existsSync } = {}) {
  const visible = environment.CUDA_VISIBLE_DEVICES;
  if (visible === '' || visible?.startsWith('-1'))
    return `CUDA_VISIBLE_DEVICES="${visible}" hides every GPU`;
  if (!signsOfDriver.some((file) => exists(file))) return 'this machine has no NVIDIA driver';
  return `TensorFlow registered none (TF_CPP_MIN_LOG_LEVEL=0 node ${script} says why)`;
}

/**
 * What computes in a process of the library, by a timed matrix product: { backend, device, threads,
 * libraries, gflops }, and `noGpu`, why it is no GPU where this clone has TensorFlow with CUDA.
 * @throws Error with what the process said
 */
export async function measureDevice() {
  const environment = { ...process.env, TF_CPP_MIN_LOG_LEVEL: '2' };
  const answer = await runProcess(
    'Measuring the device',
    process.execPath,
    [inRoot(script)],
    environment,
  ).catch(({ output, message }) => {
    throw new Error(output.match(/Error: (.*)/)?.[1] ?? message);
  });
  const measured = JSON.parse(answer);
  const lacksGpu =
    measured.backend === 'tensorflow' && measured.device !== 'GPU' && rememberedVariant() === 'gpu';
  return lacksGpu ? { ...measured, noGpu: whyNoGpu() } : measured;
}

/** One line about a measured device. */
export function describeDevice({ backend, device, threads, libraries, gflops, noGpu }) {
  const versions = Object.entries(libraries)
    .map((entry) => entry.join(' '))
    .join(', ');
  const rate = `${gflops.toFixed(gflops < 10 ? 1 : 0)} GFLOP/s in a 1024 x 1024 matrix product`;
  return (
    `${backend} (${versions}) on ${device}, ${threads} ` +
    `${threads === 1 ? 'thread' : 'threads'}: ` +
    `${rate}${noGpu ? `; no GPU computes: ${noGpu}` : ''}`
  );
}
