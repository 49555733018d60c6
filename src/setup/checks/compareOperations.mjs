// Run as a process of its own: prints, as JSON, how far each operation of the native backend is
// from the pure JavaScript backend on the same small inputs.
import { loadTensorFlow } from './loadTensorFlow.mjs';

const tf = loadTensorFlow();
await tf.ready();

/** A fixed, irregular sequence in [-1, 1]: the inputs must be the same for both backends. */
const wave = (shape, frequency) => {
  const size = shape.reduce((product, side) => product * side, 1);
  return tf.tensor(Float32Array.from({ length: size }, (_, i) => Math.sin(frequency * (i + 1) ** 1.3)), shape);
};

const gradients = (f, inputs, dy) => tf.grads(f)(inputs, dy);

const image = () => wave([2, 9, 9, 3], 0.7);
const filter = () => wave([5, 5, 3, 4], 1.1);
const convolution = (stride, pad) => (x, w) => tf.conv2d(x, w, stride, pad);
const matrix = () => wave([6, 5], 0.9);
const positive = () => matrix().abs().add(0.1);
const axisStatistics = () => {
  const x = image();
  return { x, ...tf.moments(x, [0, 1, 2]) };
};

const operations = {
  conv2d: () => convolution(1, 'same')(image(), filter()),
  'conv2d, stride 2': () => convolution(2, 'same')(image(), filter()),
  'conv2d, valid': () => convolution(1, 'valid')(image(), filter()),
  'conv2d gradients': () => gradients(convolution(1, 'same'), [image(), filter()], wave([2, 9, 9, 4], 0.3)),
  'conv2d gradients, stride 2': () => gradients(convolution(2, 'same'), [image(), filter()], wave([2, 5, 5, 4], 0.3)),
  conv2dTranspose: () => tf.conv2dTranspose(image(), wave([3, 3, 4, 3], 0.8), [2, 18, 18, 4], 2, 'same'),
  matMul: () => tf.matMul(matrix(), wave([5, 7], 0.4)),
  'matMul, transposed': () => tf.matMul(matrix(), wave([7, 5], 0.4), false, true),
  'matMul gradients': () => gradients((a, b) => tf.matMul(a, b), [matrix(), wave([5, 7], 0.4)], wave([6, 7], 0.2)),
  'batched matMul': () => tf.matMul(wave([3, 4, 5], 0.5), wave([3, 5, 2], 0.6)),
  elu: () => tf.elu(matrix()),
  'elu gradient': () => tf.grad((x) => tf.elu(x))(matrix()),
  softplus: () => tf.softplus(matrix().mul(10)),
  'softplus gradient': () => tf.grad((x) => tf.softplus(x))(matrix()),
  relu: () => tf.relu(matrix()),
  sigmoid: () => tf.sigmoid(matrix()),
  tanh: () => tf.tanh(matrix()),
  'exp, log, sqrt, square, abs': () => [tf.exp, tf.log, tf.sqrt, tf.square, tf.abs].map((f) => f(positive())),
  'add, sub, mul, div by row': () => [tf.add, tf.sub, tf.mul, tf.div].map((f) => f(matrix(), wave([5], 0.35).add(2))),
  'maximum, minimum': () => [tf.maximum, tf.minimum].map((f) => f(matrix(), wave([6, 5], 0.2))),
  clipByValue: () => tf.clipByValue(matrix(), -0.4, 0.5),
  softmax: () => tf.softmax(matrix()),
  'sum, mean, max, min by axis': () => [tf.sum, tf.mean, tf.max, tf.min].flatMap((f) => [f(image(), [1, 2]), f(image())]),
  'argMax, argMin': () => [tf.argMax, tf.argMin].map((f) => f(matrix(), 1)),
  moments: () => Object.values(tf.moments(image(), [0, 1, 2])),
  resizeBilinear: () => [true, false].map((corners) => tf.image.resizeBilinear(image(), [13, 7], corners, !corners)),
  'resizeBilinear gradient': () =>
    gradients((x) => tf.image.resizeBilinear(x, [18, 18]), [image()], wave([2, 18, 18, 3], 0.3)),
  resizeNearestNeighbor: () => tf.image.resizeNearestNeighbor(image(), [18, 18]),
  'maxPool, avgPool': () => [tf.maxPool, tf.avgPool].map((f) => f(image(), 2, 2, 'same')),
  batchNorm: () => {
    const { x, mean, variance } = axisStatistics();
    return tf.batchNorm(x, mean, variance, wave([3], 0.4), wave([3], 0.9), 1e-3);
  },
  'transpose, reshape': () => [tf.transpose(image(), [3, 1, 2, 0]), image().reshape([18, 27])],
  'concat, slice, pad, tile': () => [
    tf.concat([matrix(), matrix()], 1),
    tf.slice(matrix(), [1, 2], [3, 2]),
    tf.pad(matrix(), [[1, 2], [0, 3]]),
    tf.tile(matrix(), [2, 3]),
  ],
  'gather, oneHot': () => [tf.gather(matrix(), tf.tensor1d([4, 0, 2], 'int32')), tf.oneHot(tf.tensor1d([1, 3], 'int32'), 5)],
};

const scale = () => wave([3], 0.9).add(1.5);
const offset = () => wave([3], 0.4);
const epsilon = 1e-3;

/** Training-mode batch norm by formula, differentiated by tfjs. */
function batchNormByFormula() {
  const normalize = (x, factor, shift) => {
    const { mean, variance } = tf.moments(x, [0, 1, 2]);
    return tf.add(tf.mul(tf.mul(tf.sub(x, mean), tf.rsqrt(variance.add(epsilon))), factor), shift);
  };
  const inputs = [image(), scale(), offset()];
  return [normalize(...inputs), ...gradients(normalize, inputs, wave([2, 9, 9, 3], 0.3))];
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
  const run = (name, inputs, outputs) => tf.backend().executeMultipleOutputs(name, attributes, inputs, outputs);
  const none = tf.tensor1d([]);
  const [output, , , ...reserved] = run('FusedBatchNormV3', [image(), scale(), offset(), none, none], 6);
  const backward = run('FusedBatchNormGradV3', [wave([2, 9, 9, 3], 0.3), image(), scale(), ...reserved], 5);
  return [output, ...backward.slice(0, 3)];
}

function values(result) {
  return [result].flat().map((tensor) => [...tensor.shape, ...tensor.dataSync()]);
}

async function onBackend(name, operation) {
  await tf.setBackend(name);
  return tf.tidy(() => values(operation()));
}

function largestDifference(native, reference) {
  let largest = 0;
  native.forEach((array, i) =>
    array.forEach((value, k) => {
      const difference = Math.abs(value - reference[i][k]) / (1 + Math.abs(reference[i][k]));
      largest = Number.isFinite(difference) ? Math.max(largest, difference) : Infinity;
    }),
  );
  return largest;
}

const tolerance = 1e-5; // single precision, sums of up to 162 terms
const native = tf.getBackend();
if (native !== 'tensorflow') throw new Error(`the native backend did not register: tfjs chose "${native}"`);

async function compare(name, operation, reference) {
  const error = largestDifference(await onBackend(native, operation), await onBackend('cpu', reference));
  return { name, error, agrees: error <= tolerance };
}

const report = [];
for (const [name, operation] of Object.entries(operations)) {
  report.push(await compare(name, operation, operation));
}
report.push(await compare('fused batch norm and its gradients', batchNormFused, batchNormByFormula));
console.log(JSON.stringify(report));
