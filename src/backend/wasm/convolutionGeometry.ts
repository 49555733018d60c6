import type * as tf from '@tensorflow/tfjs';
import { backend_util } from '@tensorflow/tfjs';

export interface ConvolutionAttributes {
  readonly strides: [number, number] | number;
  readonly pad: 'valid' | 'same' | number | tf.backend_util.ExplicitPadding;
  readonly dataFormat: 'NHWC' | 'NCHW';
  readonly dimRoundingMode: 'floor' | 'round' | 'ceil' | undefined;
}

/**
 * Sizes of a convolution from the shape of its input and kernel.
 * @throws Error for NCHW, which tfjs's WASM convolution does not have either
 */
export function convolutionGeometry(
  inputShape: readonly number[],
  filterShape: readonly number[],
  { strides, pad, dataFormat, dimRoundingMode }: ConvolutionAttributes,
): tf.backend_util.Conv2DInfo {
  if (dataFormat !== 'NHWC') {
    throw new Error(`The WASM backend differentiates convolutions in NHWC only, not in ${dataFormat}.`);
  }
  return backend_util.computeConv2DInfo(
    inputShape as [number, number, number, number],
    filterShape as [number, number, number, number],
    strides,
    1,
    pad,
    dimRoundingMode,
  );
}
