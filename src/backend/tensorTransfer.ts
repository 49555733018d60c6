import type { NdArray } from '../data/ndArray';
import type { NamedTensors } from './parameterStore';
import { tf } from './tensorflow';

/** Copies an array to the device: the native binding would share the typed array's memory, and what is written there would reach the caller's array. */
export function uploadTensor({ shape, values }: NdArray): tf.Tensor {
  return tf.tensor(values.slice(), [...shape]);
}

/** Copies arrays to the device, under their names; the caller disposes of the tensors. */
export function uploadTensors(arrays: Readonly<Record<string, NdArray>>): NamedTensors {
  return Object.fromEntries(Object.entries(arrays).map(([name, array]) => [name, uploadTensor(array)]));
}

/** Copies tensors from the device into plain arrays of their own. */
export function downloadTensors(tensors: NamedTensors): Record<string, NdArray> {
  const download = (tensor: tf.Tensor): NdArray => ({ shape: [...tensor.shape], values: Float32Array.from(tensor.dataSync() as Float32Array) });
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, download(tensor)]));
}
