import { floatType, nativeBackend, type NativeBackend } from './nativeOps';
import { tf } from './tensorflow';

/** Assumption: appendix Table 14 is not available; Keras's default. */
export const batchNormalizationEpsilon = 1e-3;
/** Assumption: with few steps an epoch .99 lags behind the weights. */
export const batchNormalizationMomentum = 0.9;

export interface BatchNormalizationState {
  /** [channels] */
  readonly scale: tf.Tensor;
  /** [channels] */
  readonly offset: tf.Tensor;
  /** [channels], moving mean. */
  readonly mean: tf.Tensor;
  /** [channels], moving variance (unbiased, as TensorFlow and PyTorch keep it). */
  readonly variance: tf.Tensor;
}

export interface NormalizedBatch {
  /** Same shape as the input. */
  readonly output: tf.Tensor4D;
  /** The moving statistics after this batch; the caller disposes of them. */
  readonly mean: tf.Tensor;
  readonly variance: tf.Tensor;
}

/**
 * Batch normalisation with the statistics of the batch (Ioffe & Szegedy 2015).
 * On the native backend one fused op each way, because tfjs-core differentiates batch norm
 * into broadcasts that cost more than all convolutions together.
 * @param images [batch, height, width, channels]
 */
export function normalizeBatch(images: tf.Tensor4D, state: BatchNormalizationState): NormalizedBatch {
  const backend = nativeBackend();
  return backend === undefined ? normalizePortably(images, state) : normalizeNatively(backend, images, state);
}

/** Batch normalisation with moving statistics, for validation and prediction. */
export function normalizeWithMovingStatistics(images: tf.Tensor4D, state: BatchNormalizationState): tf.Tensor4D {
  return tf.batchNorm4d(
    images,
    state.mean as tf.Tensor1D,
    state.variance as tf.Tensor1D,
    state.offset as tf.Tensor1D,
    state.scale as tf.Tensor1D,
    batchNormalizationEpsilon,
  );
}

function normalizeNatively(backend: NativeBackend, images: tf.Tensor4D, state: BatchNormalizationState): NormalizedBatch {
  const { binding } = backend;
  const shared = [
    floatType(backend),
    floatType(backend, 'U'),
    { name: 'epsilon', type: binding.TF_ATTR_FLOAT, value: batchNormalizationEpsilon },
    { name: 'data_format', type: binding.TF_ATTR_STRING, value: 'NHWC' },
    { name: 'is_training', type: binding.TF_ATTR_BOOL, value: true },
  ];
  let statistics: readonly tf.Tensor[] = [];
  const normalize = tf.customGrad((x, scale, offset, save) => {
    const [output, mean, variance, ...reserved] = backend.executeMultipleOutputs(
      'FusedBatchNormV3',
      [...shared, { name: 'exponential_avg_factor', type: binding.TF_ATTR_FLOAT, value: 1 - batchNormalizationMomentum }],
      [x as tf.Tensor, scale as tf.Tensor, offset as tf.Tensor, state.mean, state.variance],
      6,
    );
    statistics = [tf.keep(mean), tf.keep(variance)];
    (save as tf.GradSaveFunc)([x as tf.Tensor, scale as tf.Tensor, ...reserved]);
    return {
      value: output,
      gradFunc: (dy: tf.Tensor, [savedX, savedScale, ...savedReserve]: tf.Tensor[]) => {
        const [dx, dScale, dOffset, ...unused] = backend.executeMultipleOutputs(
          'FusedBatchNormGradV3',
          shared,
          [dy, savedX, savedScale, ...savedReserve],
          5,
        );
        tf.dispose(unused);
        return [dx, dScale, dOffset];
      },
    };
  });
  const output = normalize(images, state.scale, state.offset) as tf.Tensor4D;
  const [mean, variance] = statistics;
  return { output, mean, variance };
}

function normalizePortably(images: tf.Tensor4D, state: BatchNormalizationState): NormalizedBatch {
  const count = images.size / images.shape[3];
  let statistics: readonly tf.Tensor[] = [];
  const normalize = tf.customGrad((x, scale, offset, save) => {
    const { mean, variance } = tf.moments(x as tf.Tensor, [0, 1, 2]);
    const inverseDeviation = tf.rsqrt(tf.add(variance, batchNormalizationEpsilon));
    const normalized = tf.mul(tf.sub(x as tf.Tensor, mean), inverseDeviation);
    const moved = (moving: tf.Tensor, batch: tf.Tensor): tf.Tensor =>
      tf.keep(tf.add(tf.mul(moving, batchNormalizationMomentum), tf.mul(batch, 1 - batchNormalizationMomentum)));
    statistics = [moved(state.mean, mean), moved(state.variance, tf.mul(variance, count / Math.max(count - 1, 1)))];
    (save as tf.GradSaveFunc)([normalized, inverseDeviation, scale as tf.Tensor]);
    return {
      value: tf.add(tf.mul(normalized, scale as tf.Tensor), offset as tf.Tensor),
      // Ioffe & Szegedy 2015, the gradients of Sec. 3 gathered into closed form.
      gradFunc: (dy: tf.Tensor, [savedNormalized, savedInverse, savedScale]: tf.Tensor[]) => {
        const dOffset = tf.sum(dy, [0, 1, 2]);
        const dScale = tf.sum(tf.mul(dy, savedNormalized), [0, 1, 2]);
        const centred = tf.sub(dy, tf.div(tf.add(dOffset, tf.mul(savedNormalized, dScale)), count));
        return [tf.mul(centred, tf.mul(savedScale, savedInverse)), dScale, dOffset];
      },
    };
  });
  const output = normalize(images, state.scale, state.offset) as tf.Tensor4D;
  const [mean, variance] = statistics;
  return { output, mean, variance };
}
