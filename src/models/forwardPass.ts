import { normalizeBatch, normalizeWithMovingStatistics } from '../backend/batchNormalization';
import { everyStep } from '../backend/recordedStep';
import type { NamedTensors } from '../backend/variables';
import { tf } from '../backend/tensorflow';
import { sizeOf } from '../data/ndArray';
import { createRandom } from '../data/random';

/**
 * One evaluation of a network: its weights, and whether batch norm uses the batch (training) or the
 * moving statistics.
 */
export interface ForwardPass {
  readonly training: boolean;
  /** Only models that draw samples while they train ask for it. */
  readonly noise: () => Noise;
  readonly parameter: (name: string) => tf.Tensor;
  /**
   * Batch normalisation of a convolution's output, or its bias where the network was declared
   * without one.
   */
  readonly normalization: (name: string, images: tf.Tensor4D) => tf.Tensor4D;
  /**
   * Moving statistics after a training pass, kept for the caller to assign and dispose of; empty
   * otherwise.
   */
  readonly movedStatistics: Record<string, tf.Tensor>;
}

/** @param noise for a training pass of a model that draws samples */
export function createForwardPass(
  parameters: NamedTensors,
  training: boolean,
  noise?: Noise,
): ForwardPass {
  const movedStatistics: Record<string, tf.Tensor> = {};
  const parameter = (name: string): tf.Tensor => {
    if (parameters[name] === undefined) throw new Error(`The network has no parameter "${name}".`);
    return parameters[name];
  };
  return {
    training,
    noise: () => {
      if (noise === undefined)
        throw new Error(
          'This model draws samples while it trains, but the forward pass was given no noise.',
        );
      return noise;
    },
    parameter,
    movedStatistics,
    normalization: (name, images) => {
      const bias = parameters[`${name}/bias`];
      if (bias !== undefined) return tf.add(images, bias);
      const [scale, offset, oldMean, oldVariance] = ['scale', 'offset', 'mean', 'variance'].map(
        (part) => parameter(`${name}/${part}`),
      );
      const state = { scale, offset, mean: oldMean, variance: oldVariance };
      if (!training) return normalizeWithMovingStatistics(images, state);
      const { output, mean, variance } = normalizeBatch(images, state);
      movedStatistics[`${name}/mean`] = mean;
      movedStatistics[`${name}/variance`] = variance;
      return output;
    },
  };
}

/**
 * Where a training step's randomness comes from (a VAE's samples, dropout); drawn here, not by the
 * backend, so that every backend draws the same.
 */
export interface Noise {
  /** Standard normal numbers. */
  readonly normal: (shape: readonly number[]) => tf.Tensor;
  /** Uniform in [0, 1). */
  readonly uniform: (shape: readonly number[]) => tf.Tensor;
}

/**
 * @param seed that of the training; the sequence has a stream of its own, so that models without
 * noise do not notice
 */
export function createNoise(seed: number): Noise {
  const random = createRandom(seed, 'noise');
  const filled = (shape: readonly number[], draw: () => number): tf.Tensor => {
    const values = new Float32Array(sizeOf(shape));
    // A plain loop: h_1 of one batch has 262144 units, for which Float32Array.from takes longer
    // than the network's own step.
    for (let index = 0; index < values.length; index++) values[index] = draw();
    return tf.tensor(values, [...shape]);
  };
  return {
    normal: (shape) => everyStep(() => [filled(shape, random.normal)])[0],
    uniform: (shape) => everyStep(() => [filled(shape, random.uniform)])[0],
  };
}
