import { gatherRows } from '../backend/nativeOps';
import { tf } from '../backend/tensorflow';
import type { NdArray } from '../data/ndArray';
import { architecture, layerShape } from './architecture';
import type { Autoencoder } from './autoencoder';
import { declareDecoder, decode } from './convolutions';
import type { ForwardPass } from './forwardPass';
import { declareDense, declareTrained, dense, smallNormal } from './layers';

/**
 * The entry of the codebook nearest to each vector.
 * @param vectors z, [rows, dimensions]
 * @param codebook [codes, dimensions]
 * @returns indices [rows], int32; not differentiable
 */
export function nearestCodes(vectors: tf.Tensor2D, codebook: tf.Tensor2D): tf.Tensor1D {
  // |z - e|^2 = |z|^2 - 2 (z e - |e|^2 / 2): the first term is the same for every code.
  const halfNorms = tf.div(tf.sum(tf.square(codebook), 1), 2);
  return tf.argMax(tf.sub(tf.matMul(vectors, codebook, false, true), halfNorms), 1);
}

/**
 * e, the nearest entry itself, [rows, dimensions]. Its gradient goes to the entries chosen;
 * the choice is constant almost everywhere, so none goes to the vectors.
 */
export function quantized(vectors: tf.Tensor2D, codebook: tf.Tensor2D): tf.Tensor2D {
  const choose = tf.customGrad((z, codes, save) => {
    const chosen = nearestCodes(z as tf.Tensor2D, codes as tf.Tensor2D);
    (save as tf.GradSaveFunc)([chosen]);
    return {
      value: gatherRows(codes as tf.Tensor2D, chosen),
      gradFunc: (dy: tf.Tensor, [saved]: tf.Tensor[]) => [
        tf.zerosLike(dy),
        tf.unsortedSegmentSum(dy, saved as tf.Tensor1D, codebook.shape[0]),
      ],
    };
  });
  return choose(vectors, codebook) as tf.Tensor2D;
}

/** sg[x] of van den Oord et al. 2017: x without a gradient. */
export function stopGradient<Tensor extends tf.Tensor>(values: Tensor): Tensor {
  const stop = tf.customGrad((x) => ({
    value: tf.clone(x as tf.Tensor),
    gradFunc: (dy: tf.Tensor) => tf.zerosLike(dy),
  }));
  return stop(values) as Tensor;
}

/**
 * `replacement` forward, `values` backward: the decoder's gradient reaches the encoder as if
 * nothing lay between (van den Oord et al. 2017, Fig. 1).
 */
export function straightThrough<Tensor extends tf.Tensor>(
  values: Tensor,
  replacement: Tensor,
): Tensor {
  return tf.add(values, stopGradient(tf.sub(replacement, values))) as Tensor;
}

/**
 * Moves the entries to the vectors that chose them: |sg[z] - e|^2, summed over rows and dimensions.
 */
export function codebookLoss(vectors: tf.Tensor2D, codes: tf.Tensor2D): tf.Scalar {
  return tf.sum(tf.squaredDifference(stopGradient(vectors), codes));
}

/** Moves the vectors to their entries: |z - sg[e]|^2, summed over rows and dimensions. */
export function commitmentLoss(vectors: tf.Tensor2D, codes: tf.Tensor2D): tf.Scalar {
  return tf.sum(tf.squaredDifference(vectors, stopGradient(codes)));
}

/**
 * How the entries of a codebook are used.
 * @param chosen indices of entries, [N, positions]
 */
export function codebookUse({ values }: NdArray): {
  readonly usedCodes: number;
  readonly perplexity: number;
} {
  const counts = new Map<number, number>();
  values.forEach((code) => counts.set(code, (counts.get(code) ?? 0) + 1));
  const bits = [...counts.values()].reduce(
    (sum, count) => sum - (count / values.length) * Math.log2(count / values.length),
    0,
  );
  return { usedCodes: counts.size, perplexity: 2 ** bits };
}

const top = layerShape(architecture.encoder.length);
const positions = top.size * top.size;

const { codes, dimensions, commitment, initialCodeDeviation } = architecture.quantization;

// A 1x1 convolution is a dense layer of every position.
const project = (pass: ForwardPass, hidden: tf.Tensor4D): tf.Tensor2D =>
  dense(pass, 'projection', hidden.reshape([-1, top.channels]) as tf.Tensor2D);
const entries = (pass: ForwardPass): tf.Tensor2D => pass.parameter('codebook/codes') as tf.Tensor2D;

/**
 * VQ-VAE (van den Oord et al. 2017): each position of an 8 x 8 grid is one entry of a codebook,
 * uniform prior. Codebook and commitment terms are summed over positions and dimensions, mean over
 * the batch, as the reconstruction error is.
 */
export const vqVae: Autoencoder = {
  declare: (table, random, settings) => {
    declareDense(table, 'projection', top.channels, dimensions, random);
    declareTrained(
      table,
      'codebook/codes',
      smallNormal([codes, dimensions], initialCodeDeviation, random),
    );
    declareDecoder(table, dimensions, random, settings);
  },
  reconstruct: (pass, hidden) => {
    const vectors = project(pass, hidden);
    const nearest = quantized(vectors, entries(pass));
    const grid = straightThrough(vectors, nearest).reshape([
      -1,
      top.size,
      top.size,
      dimensions,
    ]) as tf.Tensor4D;
    const cost = tf.add(
      codebookLoss(vectors, nearest),
      tf.mul(commitment, commitmentLoss(vectors, nearest)),
    );
    return { images: decode(pass, grid), latentLoss: tf.div<tf.Scalar>(cost, hidden.shape[0]) };
  },
  code: (pass, hidden) =>
    nearestCodes(project(pass, hidden), entries(pass)).reshape([-1, positions]),
  summarise: (chosen) => ({
    bitsPerImage: positions * Math.log2(codes),
    activeUnits: null,
    ...codebookUse(chosen),
  }),
};
