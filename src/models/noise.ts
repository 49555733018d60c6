import { tf } from '../backend/tensorflow';
import { createRandom } from '../data/random';
import { sizeOf } from '../data/ndArray';

/** Where a training step's randomness comes from (a VAE's samples, dropout); drawn here, not by the backend, so that every backend draws the same. */
export interface Noise {
  /** Standard normal numbers. */
  readonly normal: (shape: readonly number[]) => tf.Tensor;
  /** Uniform in [0, 1). */
  readonly uniform: (shape: readonly number[]) => tf.Tensor;
}

/** @param seed that of the training; the sequence has a stream of its own, so that models without noise do not notice */
export function createNoise(seed: number): Noise {
  const random = createRandom(seed, 'noise');
  const filled = (shape: readonly number[], draw: () => number): tf.Tensor => {
    const values = new Float32Array(sizeOf(shape));
    // A plain loop: h_1 of one batch has 262144 units, for which Float32Array.from takes longer than the network's own step.
    for (let index = 0; index < values.length; index++) {
      values[index] = draw();
    }
    return tf.tensor(values, [...shape]);
  };
  return {
    normal: (shape) => filled(shape, random.normal),
    uniform: (shape) => filled(shape, random.uniform),
  };
}
