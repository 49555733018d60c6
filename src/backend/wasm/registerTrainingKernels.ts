import { registeredKernel, registerWasmKernel } from './kernelCalls';
import { batchMatMul } from './kernels/batchMatMul';
import { conv2DBackpropFilter } from './kernels/conv2DBackpropFilter';
import { conv2DBackpropInput } from './kernels/conv2DBackpropInput';
import { unsortedSegmentSum } from './kernels/unsortedSegmentSum';

/** Kernels that a training needs and that tfjs's WASM backend lacks, or has too slow. */
export function registerTrainingKernels(): void {
  registerWasmKernel('Conv2DBackpropFilter', conv2DBackpropFilter);
  registerWasmKernel('Conv2DBackpropInput', conv2DBackpropInput);
  registerWasmKernel('BatchMatMul', batchMatMul(registeredKernel('BatchMatMul')));
  registerWasmKernel('UnsortedSegmentSum', unsortedSegmentSum);
}
