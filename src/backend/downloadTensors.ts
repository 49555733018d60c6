import type { NdArray } from '../data/ndArray';
import type { NamedTensors } from './parameterStore';

/** Copies tensors from the device into plain arrays of their own. */
export function downloadTensors(tensors: NamedTensors): Record<string, NdArray> {
  return Object.fromEntries(
    Object.entries(tensors).map(([name, tensor]) => [
      name,
      { shape: [...tensor.shape], values: Float32Array.from(tensor.dataSync() as Float32Array) },
    ]),
  );
}
