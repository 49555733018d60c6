import { floatType, nativeBackend, type NativeBackend } from './nativeOps';
import { tf } from './tensorflow';

/** Assumption: appendix Table 14 is not available; Keras's default. */
export const batchNormalizationEpsilon = 1e-3;
/** Assumption: with few steps an epoch .99 lags behind the weights. */
export const batchNormalizationMomentum = 0.9;

export interface BatchNormalizationState {
  /** [channels], as is the offset. */
  readonly scale: tf.Tensor;
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
export function normalizeBatch(
  images: tf.Tensor4D,
  state: BatchNormalizationState,
): NormalizedBatch {
  const backend = nativeBackend();
  let moved: readonly tf.Tensor[] = [];
  const normalize = tf.customGrad((...given) => {
    const [x, scale, offset, save] = given as unknown as [
      tf.Tensor4D,
      tf.Tensor,
      tf.Tensor,
      tf.GradSaveFunc,
    ];
    const now = { ...state, scale, offset };
    const { output, mean, variance, saved, gradients } =
      backend === undefined ? normalizePortably(x, now) : normalizeNatively(backend, x, now);
    moved = [tf.keep(mean), tf.keep(variance)];
    save([...saved]);
    return { value: output, gradFunc: gradients };
  });
  const output = normalize(images, state.scale, state.offset) as tf.Tensor4D;
  const [mean, variance] = moved;
  return { output, mean, variance };
}

/** Batch normalisation with moving statistics, for validation and prediction. */
export function normalizeWithMovingStatistics(
  images: tf.Tensor4D,
  state: BatchNormalizationState,
): tf.Tensor4D {
  return tf.batchNorm4d(
    images,
    state.mean as tf.Tensor1D,
    state.variance as tf.Tensor1D,
    state.offset as tf.Tensor1D,
    state.scale as tf.Tensor1D,
    batchNormalizationEpsilon,
  );
}

/**
 * With what its gradients need: of the loss with respect to the output and what was saved, with
 * respect to images, scale and offset.
 */
interface Normalization extends NormalizedBatch {
  readonly saved: readonly tf.Tensor[];
  readonly gradients: (dy: tf.Tensor, saved: tf.Tensor[]) => tf.Tensor[];
}

function normalizeNatively(
  backend: NativeBackend,
  x: tf.Tensor4D,
  { scale, offset, mean: oldMean, variance: oldVariance }: BatchNormalizationState,
): Normalization {
  const { binding } = backend;
  const shared = [
    floatType(backend),
    floatType(backend, 'U'),
    { name: 'epsilon', type: binding.TF_ATTR_FLOAT, value: batchNormalizationEpsilon },
    { name: 'data_format', type: binding.TF_ATTR_STRING, value: 'NHWC' },
    { name: 'is_training', type: binding.TF_ATTR_BOOL, value: true },
  ];
  const attributes = [
    ...shared,
    {
      name: 'exponential_avg_factor',
      type: binding.TF_ATTR_FLOAT,
      value: 1 - batchNormalizationMomentum,
    },
  ];
  const [output, mean, variance, ...reserved] = backend.executeMultipleOutputs(
    'FusedBatchNormV3',
    attributes,
    [x, scale, offset, oldMean, oldVariance],
    6,
  );
  return {
    output: output as tf.Tensor4D,
    mean,
    variance,
    saved: [x, scale, ...reserved],
    gradients: (dy, saved) => {
      const [dx, dScale, dOffset, ...unused] = backend.executeMultipleOutputs(
        'FusedBatchNormGradV3',
        shared,
        [dy, ...saved],
        5,
      );
      tf.dispose(unused);
      return [dx, dScale, dOffset];
    },
  };
}

function normalizePortably(
  x: tf.Tensor4D,
  { scale, offset, mean: oldMean, variance: oldVariance }: BatchNormalizationState,
): Normalization {
  const count = x.size / x.shape[3];
  const { mean, variance } = tf.moments(x, [0, 1, 2]);
  const inverseDeviation = tf.rsqrt(tf.add(variance, batchNormalizationEpsilon));
  const normalized = tf.mul(tf.sub(x, mean), inverseDeviation);
  const moved = (moving: tf.Tensor, batch: tf.Tensor): tf.Tensor =>
    tf.add(
      tf.mul(moving, batchNormalizationMomentum),
      tf.mul(batch, 1 - batchNormalizationMomentum),
    );
  return {
    output: tf.add(tf.mul(normalized, scale), offset),
    mean: moved(oldMean, mean),
    variance: moved(oldVariance, tf.mul(variance, count / Math.max(count - 1, 1))),
    saved: [normalized, inverseDeviation, scale],
    // Ioffe & Szegedy 2015, the gradients of Sec. 3 gathered into closed form.
    gradients: (dy, [savedNormalized, savedInverse, savedScale]) => {
      const dOffset = tf.sum(dy, [0, 1, 2]);
      const dScale = tf.sum(tf.mul(dy, savedNormalized), [0, 1, 2]);
      const centred = tf.sub(dy, tf.div(tf.add(dOffset, tf.mul(savedNormalized, dScale)), count));
      return [tf.mul(centred, tf.mul(savedScale, savedInverse)), dScale, dOffset];
    },
  };
}
