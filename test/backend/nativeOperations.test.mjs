import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { test } from 'node:test';
import util from 'node:util';

// Every operation that the library leans on, on the native backend beside tfjs's own pure
// JavaScript one, on the same small inputs.
const require = createRequire(import.meta.url);
const binding = path.join(
  path.dirname(require.resolve('@tensorflow/tfjs-node-gpu/package.json')),
  'lib/napi-v8/tfjs_binding.node',
);
const skip = existsSync(binding) ? false : 'no native TensorFlow here';

// tfjs-node 4.22 calls what Node 22 warns of and Node 23 removed.
util.isNullOrUndefined = (value) => value === null || value === undefined;
// A GPU's tensor cores would round to 10 bits, which is no single precision.
process.env.NVIDIA_TF32_OVERRIDE ??= '0';
const tf = skip ? undefined : require('@tensorflow/tfjs-node-gpu');

/** A fixed, irregular sequence in [-1, 1]: the inputs must be the same for both backends. */
const wave = (shape, frequency) =>
  tf.tensor(
    Float32Array.from({ length: tf.util.sizeFromShape(shape) }, (_, i) =>
      Math.sin(frequency * (i + 1) ** 1.3),
    ),
    shape,
  );

const gradients = (f, inputs, dy) => tf.grads(f)(inputs, dy);
const image = () => wave([2, 9, 9, 3], 0.7);
const filter = () => wave([5, 5, 3, 4], 1.1);
const convolution = (stride, pad) => (x, w) => tf.conv2d(x, w, stride, pad);
const matrix = () => wave([6, 5], 0.9);
const derivative = (f) => tf.grad(f)(matrix());

const operations = {
  conv2d: () => convolution(1, 'same')(image(), filter()),
  'conv2d, stride 2': () => convolution(2, 'same')(image(), filter()),
  'conv2d, valid': () => convolution(1, 'valid')(image(), filter()),
  'conv2d gradients': () =>
    gradients(convolution(1, 'same'), [image(), filter()], wave([2, 9, 9, 4], 0.3)),
  'conv2d gradients, stride 2': () =>
    gradients(convolution(2, 'same'), [image(), filter()], wave([2, 5, 5, 4], 0.3)),
  conv2dTranspose: () =>
    tf.conv2dTranspose(image(), wave([3, 3, 4, 3], 0.8), [2, 18, 18, 4], 2, 'same'),
  matMul: () => tf.matMul(matrix(), wave([5, 7], 0.4)),
  'matMul, transposed': () => tf.matMul(matrix(), wave([7, 5], 0.4), false, true),
  'matMul gradients': () =>
    gradients((a, b) => tf.matMul(a, b), [matrix(), wave([5, 7], 0.4)], wave([6, 7], 0.2)),
  'batched matMul': () => tf.matMul(wave([3, 4, 5], 0.5), wave([3, 5, 2], 0.6)),
  'elu, relu, sigmoid, tanh': () => [tf.elu, tf.relu, tf.sigmoid, tf.tanh].map((f) => f(matrix())),
  softplus: () => tf.softplus(matrix().mul(10)),
  'elu and softplus gradients': () => [tf.elu, tf.softplus].map((f) => derivative((x) => f(x))),
  'exp, log, sqrt, square, abs': () =>
    [tf.exp, tf.log, tf.sqrt, tf.square, tf.abs].map((f) => f(matrix().abs().add(0.1))),
  'add, sub, mul, div by row': () =>
    [tf.add, tf.sub, tf.mul, tf.div].map((f) => f(matrix(), wave([5], 0.35).add(2))),
  'maximum, minimum': () => [tf.maximum, tf.minimum].map((f) => f(matrix(), wave([6, 5], 0.2))),
  clipByValue: () => tf.clipByValue(matrix(), -0.4, 0.5),
  softmax: () => tf.softmax(matrix()),
  'sum, mean, max, min by axis': () =>
    [tf.sum, tf.mean, tf.max, tf.min].flatMap((f) => [f(image(), [1, 2]), f(image())]),
  'argMax, argMin': () => [tf.argMax, tf.argMin].map((f) => f(matrix(), 1)),
  moments: () => Object.values(tf.moments(image(), [0, 1, 2])),
  resizeBilinear: () =>
    [true, false].map((corners) => tf.image.resizeBilinear(image(), [13, 7], corners, !corners)),
  'resizeBilinear gradient': () =>
    gradients((x) => tf.image.resizeBilinear(x, [18, 18]), [image()], wave([2, 18, 18, 3], 0.3)),
  resizeNearestNeighbor: () => tf.image.resizeNearestNeighbor(image(), [18, 18]),
  'maxPool, avgPool': () => [tf.maxPool, tf.avgPool].map((f) => f(image(), 2, 2, 'same')),
  batchNorm: () =>
    tf.batchNorm(
      image(),
      ...Object.values(tf.moments(image(), [0, 1, 2])),
      wave([3], 0.4),
      wave([3], 0.9),
      1e-3,
    ),
  'transpose, reshape': () => [tf.transpose(image(), [3, 1, 2, 0]), image().reshape([18, 27])],
  'concat, slice': () => [tf.concat([matrix(), matrix()], 1), tf.slice(matrix(), [1, 2], [3, 2])],
  'pad, tile': () => [
    tf.pad(matrix(), [
      [1, 2],
      [0, 3],
    ]),
    tf.tile(matrix(), [2, 3]),
  ],
  'gather, oneHot': () => [
    tf.gather(matrix(), tf.tensor1d([4, 0, 2], 'int32')),
    tf.oneHot(tf.tensor1d([1, 3], 'int32'), 5),
  ],
};

const epsilon = 1e-3;
const normalized = () => [image(), wave([3], 0.9).add(1.5), wave([3], 0.4)];

/** Training-mode batch norm by formula, differentiated by tfjs. */
function batchNormByFormula() {
  const normalize = (x, factor, shift) => {
    const { mean, variance } = tf.moments(x, [0, 1, 2]);
    return x.sub(mean).mul(variance.add(epsilon).rsqrt()).mul(factor).add(shift);
  };
  return [
    normalize(...normalized()),
    ...gradients(normalize, normalized(), wave([2, 9, 9, 3], 0.3)),
  ];
}

/** The same as TensorFlow's fused operations, which tfjs has no name for. */
function batchNormFused() {
  const { binding } = tf.backend();
  const attributes = [
    { name: 'T', type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT },
    { name: 'U', type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT },
    { name: 'epsilon', type: binding.TF_ATTR_FLOAT, value: epsilon },
    { name: 'data_format', type: binding.TF_ATTR_STRING, value: 'NHWC' },
    { name: 'is_training', type: binding.TF_ATTR_BOOL, value: true },
  ];
  const run = (name, inputs, outputs) =>
    tf.backend().executeMultipleOutputs(name, attributes, inputs, outputs);
  const [output, , , ...reserved] = run(
    'FusedBatchNormV3',
    [...normalized(), tf.tensor1d([]), tf.tensor1d([])],
    6,
  );
  const [x, scale] = normalized();
  return [
    output,
    ...run('FusedBatchNormGradV3', [wave([2, 9, 9, 3], 0.3), x, scale, ...reserved], 5).slice(0, 3),
  ];
}

async function valuesOn(backend, operation) {
  await tf.setBackend(backend);
  return tf.tidy(() =>
    [operation()].flat().flatMap((tensor) => [...tensor.shape, ...tensor.dataSync()]),
  );
}

/** The set-up runs this file, too, and reads from the message what differs. */
async function check(name, operation, reference = operation) {
  const [values, expected] = [
    await valuesOn('tensorflow', operation),
    await valuesOn('cpu', reference),
  ];
  assert.equal(values.length, expected.length);
  const differences = expected.map(
    (value, i) => Math.abs(values[i] - value) / (1 + Math.abs(value)),
  );
  // single precision, sums of up to 162 terms
  assert.ok(Math.max(...differences) <= 1e-5, `${name} differs by ${Math.max(...differences)}`);
}

for (const [name, operation] of Object.entries(operations))
  test(`native ${name} as in plain JavaScript`, { skip }, () => check(name, operation));
test('native fused batch norm and its gradients as by formula', { skip }, () =>
  check('fused batch norm', batchNormFused, batchNormByFormula),
);
