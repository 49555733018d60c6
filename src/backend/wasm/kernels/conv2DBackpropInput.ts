import type * as tf from '@tensorflow/tfjs';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { callKernel, convolutionGeometry, release, valuesOf, type ConvolutionAttributes, type KernelArguments } from '../kernelCalls';

interface Attributes extends ConvolutionAttributes {
  readonly inputShape: readonly number[];
}

/**
 * Gradient of a convolution's input, which is also the transposed convolution; tfjs's own takes thirty times as long.
 * With stride s, the input positions fall into s x s phases that each meet only every s-th entry of the kernel: every phase is a plain
 * convolution of dy with its flipped part of the kernel, and no multiplication meets a stuffed zero.
 */
export function conv2DBackpropInput({ inputs, backend, attrs }: KernelArguments<'dy' | 'filter', Attributes>): tf.TensorInfo {
  const { dy, filter } = inputs;
  const geometry = convolutionGeometry(attrs.inputShape, filter.shape, attrs);
  const result = backend.makeOutput([...geometry.inShape], 'float32');
  for (let rowPhase = 0; rowPhase < geometry.strideHeight; rowPhase++) {
    const rows = axisPhase(rowPhase, geometry.strideHeight, geometry.filterHeight, geometry.padInfo.top, geometry.inHeight, geometry.outHeight);
    for (let columnPhase = 0; columnPhase < geometry.strideWidth; columnPhase++) {
      const columns = axisPhase(columnPhase, geometry.strideWidth, geometry.filterWidth, geometry.padInfo.left, geometry.inWidth, geometry.outWidth);
      writePhase(backend, result, dy, filter, rows, columns);
    }
  }
  return result;
}

/** One axis of a phase: input positions phase, phase + stride, ... */
interface AxisPhase {
  readonly phase: number;
  readonly stride: number;
  /** How many input positions. */
  readonly count: number;
  /** Entries of the kernel: firstTap, firstTap + stride, ... */
  readonly firstTap: number;
  readonly taps: number;
  readonly padding: [number, number];
  /** Leading results of the convolution that belong to no input position. */
  readonly skipped: number;
}

function axisPhase(phase: number, stride: number, filterSize: number, padBefore: number, inSize: number, outSize: number): AxisPhase {
  const count = Math.max(0, Math.ceil((inSize - phase) / stride));
  const firstTap = (phase + padBefore) % stride;
  const taps = Math.max(0, Math.ceil((filterSize - firstTap) / stride));
  // dx[stride u + phase] = sum over t of dy[u + shift - t] w[firstTap + stride t]
  const shift = Math.floor((phase + padBefore) / stride);
  const lead = taps - 1 - shift;
  const before = Math.max(0, lead);
  const skipped = Math.max(0, -lead);
  return { phase, stride, count, firstTap, taps, padding: [before, Math.max(0, skipped + count + taps - 1 - outSize - before)], skipped };
}

function writePhase(backend: BackendWasm, result: tf.TensorInfo, dy: tf.TensorInfo, filter: tf.TensorInfo, rows: AxisPhase, columns: AxisPhase): void {
  if (rows.count === 0 || columns.count === 0) {
    return;
  }
  if (rows.taps === 0 || columns.taps === 0) {
    // A stride longer than the kernel leaves inputs that no output has seen.
    scatter(backend, result, undefined, rows, columns);
    return;
  }
  const kernel = flippedTaps(backend, filter, rows, columns);
  const part = callKernel(
    backend,
    'Conv2D',
    { x: dy, filter: kernel },
    { strides: 1, pad: [[0, 0], rows.padding, columns.padding, [0, 0]], dilations: 1, dataFormat: 'NHWC', dimRoundingMode: undefined },
  );
  release(backend, kernel);
  scatter(backend, result, part, rows, columns);
  release(backend, part);
}

/** [taps, taps, out, in]: every stride-th entry of the kernel, last one first. */
function flippedTaps(backend: BackendWasm, filter: tf.TensorInfo, rows: AxisPhase, columns: AxisPhase): tf.TensorInfo {
  const [, width, inChannels, outChannels] = filter.shape;
  const kernel = backend.makeOutput([rows.taps, columns.taps, outChannels, inChannels], 'float32');
  const from = valuesOf(backend, filter);
  const to = valuesOf(backend, kernel);
  let position = 0;
  for (let row = rows.taps - 1; row >= 0; row--) {
    for (let column = columns.taps - 1; column >= 0; column--) {
      const start = ((rows.firstTap + rows.stride * row) * width + columns.firstTap + columns.stride * column) * inChannels * outChannels;
      for (let out = 0; out < outChannels; out++) {
        for (let channel = 0; channel < inChannels; channel++) {
          to[position++] = from[start + channel * outChannels + out];
        }
      }
    }
  }
  return kernel;
}

/** Puts one phase's values at their places in the result; zeros where there are none. */
function scatter(backend: BackendWasm, result: tf.TensorInfo, part: tf.TensorInfo | undefined, rows: AxisPhase, columns: AxisPhase): void {
  const [batch, height, width, channels] = result.shape;
  const to = valuesOf(backend, result);
  const from = part === undefined ? undefined : valuesOf(backend, part);
  const [, partHeight, partWidth] = part?.shape ?? [0, 0, 0];
  for (let image = 0; image < batch; image++) {
    for (let row = 0; row < rows.count; row++) {
      const toRow = ((image * height + rows.phase + rows.stride * row) * width + columns.phase) * channels;
      const fromRow = ((image * partHeight + rows.skipped + row) * partWidth + columns.skipped) * channels;
      for (let column = 0; column < columns.count; column++) {
        const toStart = toRow + columns.stride * column * channels;
        const fromStart = fromRow + column * channels;
        for (let channel = 0; channel < channels; channel++) {
          to[toStart + channel] = from === undefined ? 0 : from[fromStart + channel];
        }
      }
    }
  }
}
