import type { NdArray } from '../data/ndArray';
import { tf } from './tensorflow';
import type { NamedTensors } from './variables';

/**
 * Copies an array to the device: the native binding would share the typed array's memory, and what
 * is written there would reach the caller's array.
 */
export function uploadTensor({ shape, values }: NdArray): tf.Tensor {
  return tf.tensor(values.slice(), [...shape]);
}

/** Copies arrays to the device, under their names; the caller disposes of the tensors. */
export function uploadTensors(arrays: Readonly<Record<string, NdArray>>): NamedTensors {
  return Object.fromEntries(
    Object.entries(arrays).map(([name, array]) => [name, uploadTensor(array)]),
  );
}

/** Copies a tensor from the device into a plain array of its own. */
export function downloadTensor(tensor: tf.Tensor): NdArray {
  return { shape: [...tensor.shape], values: Float32Array.from(tensor.dataSync()) };
}

/**
 * What a computation on the device gives, as a plain array; nothing else of it is left there. (Not
 * `tf.tidy` around `downloadTensor`: it would look for tensors in every number of the array.)
 */
export function computeArray(compute: () => tf.Tensor): NdArray {
  const tensor = tf.tidy(compute);
  const array = downloadTensor(tensor);
  tensor.dispose();
  return array;
}
