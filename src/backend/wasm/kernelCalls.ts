import * as tf from '@tensorflow/tfjs';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';

/** Arguments of a kernel function of the WASM backend. */
export interface KernelArguments<Inputs extends string, Attributes> {
  readonly inputs: Readonly<Record<Inputs, tf.TensorInfo>>;
  readonly backend: BackendWasm;
  readonly attrs: Attributes;
}

export type WasmKernel<Inputs extends string, Attributes> = (kernelArguments: KernelArguments<Inputs, Attributes>) => tf.TensorInfo;

/** Registers a kernel of ours, in place of tfjs's own where there is one. */
export function registerWasmKernel<Inputs extends string, Attributes>(kernelName: string, kernel: WasmKernel<Inputs, Attributes>): void {
  const original = tf.getKernel(kernelName, 'wasm') as tf.KernelConfig | undefined;
  if (original !== undefined) {
    tf.unregisterKernel(kernelName, 'wasm');
  }
  // tfjs's set-up of the original stays: ours may call it.
  tf.registerKernel({ ...original, kernelName, backendName: 'wasm', kernelFunc: kernel as unknown as tf.KernelFunc });
}

export function registeredKernel<Inputs extends string, Attributes>(kernelName: string): WasmKernel<Inputs, Attributes> {
  return tf.getKernel(kernelName, 'wasm').kernelFunc as unknown as WasmKernel<Inputs, Attributes>;
}

/** Runs another kernel of this backend on tensors as they are, without the tape and its reference counts; the caller releases the result. */
export function callKernel(
  backend: BackendWasm,
  kernelName: string,
  inputs: Readonly<Record<string, tf.TensorInfo>>,
  attrs: Readonly<Record<string, unknown>>,
): tf.TensorInfo {
  return registeredKernel<string, typeof attrs>(kernelName)({ inputs, backend, attrs });
}

/** The values of a tensor where they lie in the WASM memory; any allocation may move that memory, so ask again after one. */
export function valuesOf(backend: BackendWasm, tensor: tf.TensorInfo): Float32Array | Int32Array {
  return backend.typedArrayFromHeap(tensor) as Float32Array | Int32Array;
}

export function release(backend: BackendWasm, ...tensors: readonly tf.TensorInfo[]): void {
  for (const { dataId } of tensors) {
    backend.disposeData(dataId);
  }
}

export interface ConvolutionAttributes {
  readonly strides: [number, number] | number;
  readonly pad: 'valid' | 'same' | number | tf.backend_util.ExplicitPadding;
  readonly dimRoundingMode: 'floor' | 'round' | 'ceil' | undefined;
}

/** Sizes of a convolution from the shape of its input and kernel, in NHWC: tfjs's WASM convolution has no other. */
export function convolutionGeometry(
  inputShape: readonly number[],
  filterShape: readonly number[],
  { strides, pad, dimRoundingMode }: ConvolutionAttributes,
): tf.backend_util.Conv2DInfo {
  type Shape4D = [number, number, number, number];
  return tf.backend_util.computeConv2DInfo(inputShape as Shape4D, filterShape as Shape4D, strides, 1, pad, dimRoundingMode);
}
