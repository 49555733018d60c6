import { normalizeBatch, normalizeWithMovingStatistics } from '../backend/batchNormalization';
import type { NamedTensors } from '../backend/parameterStore';
import { tf } from '../backend/tensorflow';
import type { Noise } from './noise';

/** One evaluation of a network: its weights, and whether batch norm uses the batch (training) or the moving statistics. */
export interface ForwardPass {
  readonly training: boolean;
  /** Only models that draw samples while they train ask for it. */
  readonly noise: () => Noise;
  readonly parameter: (name: string) => tf.Tensor;
  /** Batch normalisation of a convolution's output, or its bias where the network was declared without one. */
  readonly normalization: (name: string, images: tf.Tensor4D) => tf.Tensor4D;
  /** Moving statistics after a training pass, kept for the caller to assign and dispose of; empty otherwise. */
  readonly movedStatistics: Record<string, tf.Tensor>;
}

/** @param noise for a training pass of a model that draws samples */
export function createForwardPass(parameters: NamedTensors, training: boolean, noise?: Noise): ForwardPass {
  const movedStatistics: Record<string, tf.Tensor> = {};
  const parameter = (name: string): tf.Tensor => {
    const value = parameters[name];
    if (value === undefined) {
      throw new Error(`The network has no parameter "${name}".`);
    }
    return value;
  };
  return {
    training,
    noise: () => {
      if (noise === undefined) {
        throw new Error('This model draws samples while it trains, but the forward pass was given no noise.');
      }
      return noise;
    },
    parameter,
    movedStatistics,
    normalization: (name, images) => {
      const bias = parameters[`${name}/bias`];
      if (bias !== undefined) {
        return tf.add(images, bias);
      }
      const state = {
        scale: parameter(`${name}/scale`),
        offset: parameter(`${name}/offset`),
        mean: parameter(`${name}/mean`),
        variance: parameter(`${name}/variance`),
      };
      if (!training) {
        return normalizeWithMovingStatistics(images, state);
      }
      const { output, mean, variance } = normalizeBatch(images, state);
      movedStatistics[`${name}/mean`] = mean;
      movedStatistics[`${name}/variance`] = variance;
      return output;
    },
  };
}
