import type * as tf from '@tensorflow/tfjs';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { callKernel, convolutionGeometry, release, valuesOf, type ConvolutionAttributes, type KernelArguments } from '../kernelCalls';

interface Attributes extends ConvolutionAttributes {
  readonly filterShape: readonly number[];
}

/**
 * Gradient of a convolution's kernel, which tfjs's WASM backend lacks (tfjs issue 8474), as a convolution itself: input channels take the
 * place of the batch, the output's gradient that of the kernel, and the stride becomes a dilation.
 */
export function conv2DBackpropFilter({ inputs, backend, attrs }: KernelArguments<'x' | 'dy', Attributes>): tf.TensorInfo {
  const { x, dy } = inputs;
  const { filterShape } = attrs;
  const geometry = convolutionGeometry(x.shape, filterShape, attrs);
  const { filterHeight, filterWidth, strideHeight, strideWidth, padInfo } = geometry;
  const images = callKernel(backend, 'Transpose', { x }, { perm: [3, 1, 2, 0] }); // [in, height, width, batch]
  const kernel = callKernel(backend, 'Transpose', { x: dy }, { perm: [1, 2, 0, 3] }); // [outHeight, outWidth, batch, out]
  const padding = (before: number, stride: number, outSize: number, filterSize: number, inSize: number): [number, number] => [
    before,
    Math.max(0, stride * (outSize - 1) + filterSize - inSize - before),
  ];
  const gradient = callKernel(
    backend,
    'Conv2D',
    { x: images, filter: kernel },
    {
      strides: 1,
      pad: [
        [0, 0],
        padding(padInfo.top, strideHeight, geometry.outHeight, filterHeight, geometry.inHeight),
        padding(padInfo.left, strideWidth, geometry.outWidth, filterWidth, geometry.inWidth),
        [0, 0],
      ],
      dilations: [strideHeight, strideWidth],
      dataFormat: 'NHWC',
      dimRoundingMode: undefined,
    },
  ); // [in, at least filterHeight, at least filterWidth, out]
  release(backend, images, kernel);
  const result = toFilter(backend, gradient, filterShape);
  release(backend, gradient);
  return result;
}

/** [in, height or more, width or more, out] -> [height, width, in, out]; rows beyond the kernel come from a stride that leaves input over. */
function toFilter(backend: BackendWasm, gradient: tf.TensorInfo, filterShape: readonly number[]): tf.TensorInfo {
  const [height, width, inChannels, outChannels] = filterShape;
  const result = backend.makeOutput([...filterShape], 'float32');
  const from = valuesOf(backend, gradient);
  const to = valuesOf(backend, result);
  const [, rows, columns] = gradient.shape;
  let position = 0;
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      for (let channel = 0; channel < inChannels; channel++) {
        const start = ((channel * rows + row) * columns + column) * outChannels;
        for (let out = 0; out < outChannels; out++) {
          to[position++] = from[start + out];
        }
      }
    }
  }
  return result;
}
