import { tf } from '../backend/tensorflow';

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
      value: tf.gather(codes as tf.Tensor2D, chosen),
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
  const stop = tf.customGrad((x) => ({ value: tf.clone(x as tf.Tensor), gradFunc: (dy: tf.Tensor) => tf.zerosLike(dy) }));
  return stop(values) as Tensor;
}

/** `replacement` forward, `values` backward: the decoder's gradient reaches the encoder as if nothing lay between (van den Oord et al. 2017, Fig. 1). */
export function straightThrough<Tensor extends tf.Tensor>(values: Tensor, replacement: Tensor): Tensor {
  return tf.add(values, stopGradient(tf.sub(replacement, values))) as Tensor;
}

/** |a - b|^2, summed over everything. */
function squaredDistance(left: tf.Tensor, right: tf.Tensor): tf.Scalar {
  return tf.sum(tf.squaredDifference(left, right));
}

/** Moves the entries to the vectors that chose them: |sg[z] - e|^2, summed over rows and dimensions. */
export function codebookLoss(vectors: tf.Tensor2D, codes: tf.Tensor2D): tf.Scalar {
  return squaredDistance(stopGradient(vectors), codes);
}

/** Moves the vectors to their entries: |z - sg[e]|^2, summed over rows and dimensions. */
export function commitmentLoss(vectors: tf.Tensor2D, codes: tf.Tensor2D): tf.Scalar {
  return squaredDistance(vectors, stopGradient(codes));
}
