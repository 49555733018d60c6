import type * as tf from '@tensorflow/tfjs';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { callKernel, release, type WasmKernel } from '../kernelCalls';

interface Attributes {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

type MatMul = WasmKernel<'a' | 'b', Attributes>;

/**
 * Matrix product; tfjs's own is fast for plain matrices only, while every gradient of a product needs a transposed one: those are transposed first.
 * @param original tfjs's kernel
 */
export function batchMatMul(original: MatMul): MatMul {
  return ({ inputs, backend, attrs: { transposeA, transposeB } }) => {
    const { a, b } = inputs;
    if ((!transposeA && !transposeB) || !isMatrix(a) || !isMatrix(b)) {
      return original({ inputs, backend, attrs: { transposeA, transposeB } });
    }
    const left = transposeA ? transposed(backend, a) : a;
    const right = transposeB ? transposed(backend, b) : b;
    const product = original({ inputs: { a: left, b: right }, backend, attrs: { transposeA: false, transposeB: false } });
    if (transposeA) {
      release(backend, left);
    }
    if (transposeB) {
      release(backend, right);
    }
    return product;
  };
}

function isMatrix({ shape }: tf.TensorInfo): boolean {
  return shape.slice(0, -2).every((side) => side === 1);
}

function transposed(backend: BackendWasm, matrix: tf.TensorInfo): tf.TensorInfo {
  const last = matrix.shape.length - 1;
  const leading = matrix.shape.slice(0, -2).map((_, axis) => axis);
  return callKernel(backend, 'Transpose', { x: matrix }, { perm: [...leading, last, last - 1] });
}
