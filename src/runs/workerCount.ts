import { availableParallelism, freemem } from 'node:os';

const gigabyte = 1024 ** 3;
/** A worker with the largest model and its data, with room to spare. */
const gigabytesPerWorker = 1.5;

/** One worker a core, as far as the free memory goes; at least one. */
export function defaultWorkerCount(): number {
  const freeGigabytes = Math.min(freemem(), process.constrainedMemory?.() || Infinity) / gigabyte;
  return Math.max(1, Math.min(availableParallelism(), Math.floor(freeGigabytes / gigabytesPerWorker)));
}
