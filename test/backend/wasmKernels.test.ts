import './wasmProcess';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { tf } from '../../src/backend/tensorflow';
import { sequence } from '../oracles/sequence';

type Padding =
  | 'same'
  | 'valid'
  | number
  | [[number, number], [number, number], [number, number], [number, number]];
type Shape4D = [number, number, number, number];

interface Convolution {
  readonly name: string;
  /** [batch, height, width, channels] */
  readonly input: Shape4D;
  /** [height, width, in, out] */
  readonly kernel: Shape4D;
  readonly stride: number | [number, number];
  readonly padding?: Padding;
}

const convolutions: readonly Convolution[] = [
  { name: 'h_1', input: [3, 32, 32, 1], kernel: [4, 4, 1, 32], stride: 2 },
  { name: 'h_2', input: [2, 16, 16, 32], kernel: [4, 4, 32, 64], stride: 2 },
  { name: 'h_3, h_4 and the decoder', input: [2, 8, 8, 64], kernel: [3, 3, 64, 64], stride: 1 },
  { name: 'VQ-VAE codes, 1 x 1', input: [2, 8, 8, 5], kernel: [1, 1, 5, 6], stride: 1 },
  { name: 'odd sides, even kernel', input: [2, 5, 7, 3], kernel: [4, 4, 3, 2], stride: 2 },
  { name: 'no padding', input: [2, 9, 7, 2], kernel: [3, 3, 2, 4], stride: 1, padding: 'valid' },
  {
    name: 'no padding, rows left over',
    input: [2, 10, 9, 2],
    kernel: [3, 3, 2, 4],
    stride: 3,
    padding: 'valid',
  },
  {
    name: 'no padding, one output',
    input: [2, 8, 8, 3],
    kernel: [8, 8, 3, 2],
    stride: 1,
    padding: 'valid',
  },
  {
    name: 'stride longer than the kernel',
    input: [2, 7, 8, 2],
    kernel: [2, 1, 2, 3],
    stride: 3,
    padding: 'valid',
  },
  { name: 'every second pixel', input: [1, 9, 9, 2], kernel: [1, 1, 2, 2], stride: 2 },
  { name: 'different strides', input: [2, 9, 8, 2], kernel: [5, 3, 2, 2], stride: [1, 2] },
  { name: 'padding by a number', input: [2, 6, 6, 2], kernel: [3, 3, 2, 2], stride: 1, padding: 2 },
  {
    name: 'uneven explicit padding',
    input: [2, 6, 6, 2],
    kernel: [3, 3, 2, 2],
    stride: 1,
    padding: [
      [0, 0],
      [2, 0],
      [1, 2],
      [0, 0],
    ],
  },
  { name: 'kernel larger than the image', input: [2, 3, 3, 2], kernel: [5, 5, 2, 2], stride: 1 },
];

function wave(shape: readonly number[], seed: number): tf.Tensor {
  return tf.tensor(
    sequence(
      shape.reduce((product, side) => product * side, 1),
      seed,
    ),
    [...shape],
  );
}

/** Values of a computation on both backends, `cpu` being the reference. */
function onBoth(compute: () => tf.Tensor | tf.Tensor[]): readonly [Float32Array[], Float32Array[]] {
  const on = (backend: string): Float32Array[] => {
    void tf.setBackend(backend);
    return tf.tidy(() => [compute()].flat().map((tensor) => tensor.dataSync() as Float32Array));
  };
  const expected = on('cpu');
  return [on('wasm'), expected];
}

function agree(compute: () => tf.Tensor | tf.Tensor[]): void {
  const [actual, expected] = onBoth(compute);
  assert.equal(actual.length, expected.length);
  expected.forEach((values, index) => {
    assert.equal(actual[index].length, values.length);
    const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
    values.forEach((value, entry) => {
      const found = actual[index][entry];
      assert.ok(
        Math.abs(found - value) <= 1e-5 * largest,
        `result ${index}, entry ${entry}: ${found} instead of ${value}`,
      );
    });
  });
}

for (const { name, input, kernel, stride, padding = 'same' } of convolutions) {
  const convolve = (x: tf.Tensor, w: tf.Tensor): tf.Tensor =>
    tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, stride, padding as 'same');

  test(`convolution, ${name}: values and both gradients are those of the cpu backend`, () => {
    agree(() => {
      const [x, w] = [wave(input, 1), wave(kernel, 2)];
      const output = convolve(x, w);
      return [output, ...tf.grads(convolve)([x, w], wave(output.shape, 3))];
    });
  });

  if (typeof padding === 'string') {
    test(`transposed convolution, ${name}: values and both gradients are those of the cpu backend`, () => {
      const transposed = (x: tf.Tensor, w: tf.Tensor): tf.Tensor =>
        tf.conv2dTranspose(x as tf.Tensor4D, w as tf.Tensor4D, input, stride, padding);
      agree(() => {
        const w = wave(kernel, 2);
        const x = wave(convolve(tf.zeros(input), w).shape, 1);
        return [transposed(x, w), ...tf.grads(transposed)([x, w], wave(input, 3))];
      });
    });
  }
}

for (const [transposeA, transposeB] of [
  [false, false],
  [false, true],
  [true, false],
  [true, true],
]) {
  test(`matrix product${transposeA ? ', first transposed' : ''}${transposeB ? ', second transposed' : ''}: values and gradients are those of the cpu backend`, () => {
    const product = (a: tf.Tensor, b: tf.Tensor): tf.Tensor =>
      tf.matMul(a, b, transposeA, transposeB);
    agree(() => {
      const a = wave(transposeA ? [7, 5] : [5, 7], 1);
      const b = wave(transposeB ? [3, 7] : [7, 3], 2);
      return [product(a, b), ...tf.grads(product)([a, b], wave([5, 3], 3))];
    });
    agree(() =>
      product(
        wave(transposeA ? [2, 7, 5] : [2, 5, 7], 1),
        wave(transposeB ? [2, 3, 7] : [2, 7, 3], 2),
      ),
    );
    agree(() =>
      product(
        wave(transposeA ? [1, 7, 5] : [1, 5, 7], 1),
        wave(transposeB ? [1, 3, 7] : [1, 7, 3], 2),
      ),
    );
  });
}

test('gather: the gradient adds up rows taken more than once', () => {
  agree(() => {
    const rows = tf.tensor1d([3, 0, 3, 1], 'int32');
    return tf.grad((x) => tf.gather(x, rows))(wave([5, 2, 3], 1), wave([4, 2, 3], 2));
  });
});

test('no memory of intermediate results stays taken', () => {
  void tf.setBackend('wasm');
  const once = (): void =>
    tf.tidy(() => {
      const [x, w] = [wave([2, 9, 9, 3], 1), wave([4, 4, 3, 2], 2)];
      tf.grads((a, b) => tf.conv2d(a as tf.Tensor4D, b as tf.Tensor4D, 2, 'same'))([x, w]);
      tf.grads((a, b) => tf.matMul(a, b))([wave([4, 3], 1), wave([3, 2], 2)]);
      tf.grad((a) => tf.gather(a, tf.tensor1d([0, 0], 'int32')))(x);
    });
  const backend = tf.backend() as BackendWasm;
  once();
  const before = { tensors: tf.memory().numTensors, data: backend.numDataIds() };
  once();
  assert.deepEqual({ tensors: tf.memory().numTensors, data: backend.numDataIds() }, before);
});
