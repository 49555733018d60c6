import * as tf from '@tensorflow/tfjs';

interface ConvolutionAttributes {
  readonly strides: [number, number] | number;
  readonly pad: 'valid' | 'same' | number | tf.backend_util.ExplicitPadding;
  readonly dimRoundingMode: 'floor' | 'round' | 'ceil' | undefined;
}

type Shape4D = [number, number, number, number];

/** Sizes of a convolution, in NHWC: tfjs's WASM convolution has no other. */
function geometryOf(
  inputShape: Shape4D,
  filterShape: Shape4D,
  { strides, pad, dimRoundingMode }: ConvolutionAttributes,
): tf.backend_util.Conv2DInfo {
  return tf.backend_util.computeConv2DInfo(
    inputShape,
    filterShape,
    strides,
    1,
    pad,
    dimRoundingMode,
  );
}

/** Kernels that a training needs and that tfjs's WASM backend lacks, or has too slow. */
export function registerTrainingKernels(): void {
  register('Conv2DBackpropFilter', convolutionFilterGradient);
  register('Conv2DBackpropInput', convolutionInputGradient);
  register('UnsortedSegmentSum', segmentSum);
  const plainProduct = tf.getKernel('BatchMatMul', 'wasm').kernelFunc;
  // Every gradient of a product needs a transposed matrix, for which tfjs's own takes 4 to 13 times
  // as long as for plain ones: those are transposed first.
  register(
    'BatchMatMul',
    (
      { a, b },
      { transposeA, transposeB }: { transposeA: boolean; transposeB: boolean },
      backend,
    ) => {
      const inputs = { a: transposeA ? transposed(a) : a, b: transposeB ? transposed(b) : b };
      return plainProduct({
        inputs,
        backend,
        attrs: { transposeA: false, transposeB: false },
      }) as tf.TensorInfo;
    },
  );
}

/** Registers a kernel that is made of other ops, in place of tfjs's own where there is one. */
function register<Attributes>(
  kernelName: string,
  compute: (
    inputs: Record<string, tf.Tensor>,
    attributes: Attributes,
    backend: object,
  ) => tf.TensorInfo,
): void {
  const original = tf.getKernel(kernelName, 'wasm') as tf.KernelConfig | undefined;
  if (original !== undefined) tf.unregisterKernel(kernelName, 'wasm');
  tf.registerKernel({
    // tfjs's set-up of the original stays: ours may call it.
    ...original,
    kernelName,
    backendName: 'wasm',
    // Inside a kernel tfjs records no op for gradients.
    kernelFunc: ({ inputs, attrs, backend }) =>
      tf.tidy(
        () =>
          compute(inputs as Record<string, tf.Tensor>, attrs as Attributes, backend) as tf.Tensor,
      ),
  });
}

function transposed(matrix: tf.Tensor): tf.Tensor {
  const axes = matrix.shape.map((_, axis) => axis);
  return tf.transpose(matrix, [...axes.slice(0, -2), axes.length - 1, axes.length - 2]);
}

/**
 * Gradient of a convolution's kernel, which tfjs's WASM backend lacks (tfjs issue 8474), as a
 * convolution itself: input channels take the place of the batch, the output's gradient that of the
 * kernel, and the stride becomes a dilation.
 */
function convolutionFilterGradient(
  { x, dy }: Record<string, tf.Tensor>,
  attributes: ConvolutionAttributes & { readonly filterShape: Shape4D },
): tf.Tensor {
  const { filterShape } = attributes;
  const { padInfo, strideHeight, strideWidth, ...sizes } = geometryOf(
    x.shape as Shape4D,
    filterShape,
    attributes,
  );
  const padding = (
    before: number,
    stride: number,
    outSize: number,
    filterSize: number,
    inSize: number,
  ): [number, number] => [
    before,
    Math.max(0, stride * (outSize - 1) + filterSize - inSize - before),
  ];
  const rows = padding(
    padInfo.top,
    strideHeight,
    sizes.outHeight,
    sizes.filterHeight,
    sizes.inHeight,
  );
  const columns = padding(
    padInfo.left,
    strideWidth,
    sizes.outWidth,
    sizes.filterWidth,
    sizes.inWidth,
  );
  const images = tf.transpose(x, [3, 1, 2, 0]) as tf.Tensor4D; // [in, height, width, batch]
  const kernel = tf.transpose(dy, [1, 2, 0, 3]) as tf.Tensor4D; // [outHeight, outWidth, batch, out]
  const gradient = tf.conv2d(images, kernel, 1, [[0, 0], rows, columns, [0, 0]], 'NHWC', [
    strideHeight,
    strideWidth,
  ]);
  // Rows beyond the kernel come from a stride that leaves input over.
  return tf.slice(tf.transpose(gradient, [1, 2, 0, 3]), [0, 0, 0, 0], filterShape);
}

/**
 * Gradient of a convolution's input, which is also the transposed convolution; tfjs's own (4.22)
 * takes nine times as long. With stride s, the input positions fall into s x s phases that each
 * meet only every s-th entry of the kernel: every phase is a plain convolution of dy with its
 * flipped part of the kernel, and no multiplication meets a stuffed zero.
 */
function convolutionInputGradient(
  { dy, filter }: Record<string, tf.Tensor>,
  attributes: ConvolutionAttributes & { readonly inputShape: Shape4D },
): tf.Tensor {
  const { padInfo, strideHeight, strideWidth, ...sizes } = geometryOf(
    attributes.inputShape,
    filter.shape as Shape4D,
    attributes,
  );
  const { batchSize, inHeight, inWidth, inChannels, outChannels, filterWidth } = sizes;
  const [height, width] = [Math.ceil(inHeight / strideHeight), Math.ceil(inWidth / strideWidth)];
  const rows = axisPhases(padInfo.top, strideHeight, sizes.outHeight, sizes.filterHeight, height);
  const columns = axisPhases(padInfo.left, strideWidth, sizes.outWidth, filterWidth, width);
  // Slow on this backend, so not used: reverse, stridedSlice, unstack, depthToSpace, and slice and
  // concat along the last axes.
  // [kernel height, kernel width, out, in]
  const entries = tf.transpose(filter, [0, 1, 3, 2]).dataSync();
  const area = outChannels * inChannels;
  const phase = (row: AxisPhase, column: AxisPhase): tf.Tensor => {
    const taps = row.taps.flatMap((tap) =>
      column.taps.map((columnTap) => tap * filterWidth + columnTap),
    );
    // A stride longer than the kernel leaves inputs that no output has seen.
    if (taps.length === 0) return tf.zeros([batchSize, height, width, inChannels]);
    const flipped = new Float32Array(taps.length * area);
    taps.forEach((tap, place) =>
      flipped.set(entries.subarray(tap * area, (tap + 1) * area), place * area),
    );
    const kernel = tf.tensor4d(flipped, [
      row.taps.length,
      column.taps.length,
      outChannels,
      inChannels,
    ]);
    const part = tf.conv2d(dy as tf.Tensor4D, kernel, 1, [
      [0, 0],
      row.padding,
      column.padding,
      [0, 0],
    ]);
    return tf.slice(part, [0, row.skipped, column.skipped, 0], [-1, height, width, -1]);
  };
  if (rows.length * columns.length === 1) return phase(rows[0], columns[0]);
  // The phases of a row interleaved, [s, batch x height x width, s x in], then the rows.
  const phases = tf.stack(rows.flatMap((row) => columns.map((column) => phase(row, column))));
  const lines = tf.transpose(
    phases.reshape([strideHeight, strideWidth, -1, inChannels]),
    [0, 2, 1, 3],
  );
  const whole = tf.transpose(lines.reshape([strideHeight, batchSize * height, -1]), [1, 0, 2]);
  return tf
    .slice(
      whole.reshape([batchSize, height * strideHeight, -1]),
      [0, 0, 0],
      [-1, inHeight, inWidth * inChannels],
    )
    .reshape(sizes.inShape);
}

/** One axis of a phase: input positions phase, phase + stride, ... */
interface AxisPhase {
  /** Entries of the kernel, last one first. */
  readonly taps: readonly number[];
  readonly padding: [number, number];
  /** Leading results of the convolution that belong to no input position. */
  readonly skipped: number;
}

/** @param count of input positions that a phase has */
function axisPhases(
  padBefore: number,
  stride: number,
  outSize: number,
  filterSize: number,
  count: number,
): AxisPhase[] {
  return Array.from({ length: stride }, (_, phase) => {
    const firstTap = (phase + padBefore) % stride;
    const taps = Array.from(
      { length: Math.max(0, Math.ceil((filterSize - firstTap) / stride)) },
      (__, tap) => firstTap + stride * tap,
    ).reverse();
    // dx[stride u + phase] = sum over t of dy[u + shift - t] w[firstTap + stride t]
    const lead = taps.length - 1 - Math.floor((phase + padBefore) / stride);
    const before = Math.max(0, lead);
    const skipped = Math.max(0, -lead);
    return {
      taps,
      padding: [before, Math.max(0, skipped + count + taps.length - 1 - outSize - before)],
      skipped,
    };
  });
}

/**
 * Sums rows by segment, the gradient of `gather`, which tfjs's WASM backend lacks: [numSegments,
 * ...].
 */
function segmentSum(
  { x, segmentIds }: Record<string, tf.Tensor>,
  { numSegments }: { readonly numSegments: number },
): tf.Tensor {
  return tf.scatterND(tf.expandDims(segmentIds, 1), x, [numSegments, ...x.shape.slice(1)]);
}
