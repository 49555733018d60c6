import type * as tf from '@tensorflow/tfjs';
import { type KernelArguments, valuesOf } from '../kernelCalls';

/**
 * Sums rows by segment, the gradient of `gather`, which tfjs's WASM backend lacks.
 * @returns [numSegments, ...]; rows of a negative segment or one beyond the last are left out
 */
export function unsortedSegmentSum({
  inputs,
  backend,
  attrs: { numSegments },
}: KernelArguments<'x' | 'segmentIds', { readonly numSegments: number }>): tf.TensorInfo {
  const { x, segmentIds } = inputs;
  const [rows, ...rowShape] = x.shape;
  const result = backend.makeOutput([numSegments, ...rowShape], 'float32');
  const sums = valuesOf(backend, result).fill(0);
  const values = valuesOf(backend, x);
  const segments = valuesOf(backend, segmentIds);
  const width = rowShape.reduce((product, side) => product * side, 1);
  for (let row = 0; row < rows; row++) {
    const segment = segments[row];
    if (segment < 0 || segment >= numSegments) {
      continue;
    }
    for (let column = 0; column < width; column++) {
      sums[segment * width + column] += values[row * width + column];
    }
  }
  return result;
}
