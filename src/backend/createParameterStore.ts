import type { NdArray } from '../data/ndArray';
import { nativeBackend } from './nativeOps';
import { createNativeParameterStore } from './nativeParameterStore';
import type { ParameterStore } from './parameterStore';
import { createPortableParameterStore } from './portableParameterStore';

/**
 * Puts initial values on the device.
 * @param initial every parameter by name
 * @param trainable the names of those that Adam updates
 */
export function createParameterStore(initial: Readonly<Record<string, NdArray>>, trainable: readonly string[]): ParameterStore {
  const backend = nativeBackend();
  return backend === undefined
    ? createPortableParameterStore(initial, trainable)
    : createNativeParameterStore(backend, initial, trainable);
}
