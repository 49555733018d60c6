// Run as a process of its own: prints, as JSON, how far the output and the gradients of a small network with the operations of
// a training step are on the native backend from those on plain JavaScript's. One by one: test/backend/nativeOperations.test.mjs.
import { createRequire } from 'node:module';
import util from 'node:util';

// tfjs-node 4.22 calls what Node 23 removed.
util.isNullOrUndefined ??= (value) => value === null || value === undefined;
// A GPU's tensor cores would round to 10 bits, which is no single precision.
process.env.NVIDIA_TF32_OVERRIDE ??= '0';
const tf = createRequire(import.meta.url)('@tensorflow/tfjs-node-gpu');

/** A fixed, irregular sequence in [-1, 1]: the inputs must be the same for both backends. */
const wave = (shape, frequency) =>
  tf.tensor(Float32Array.from({ length: tf.util.sizeFromShape(shape) }, (_, i) => Math.sin(frequency * (i + 1) ** 1.3)), shape);

function normalize(x, epsilon) {
  const { mean, variance } = tf.moments(x, [0, 1, 2]);
  return x.sub(mean).mul(variance.add(epsilon).rsqrt());
}

/** The same by the operation that the library trains with, which tfjs has no name for. */
function normalizeFused(x) {
  const { binding } = tf.backend();
  const attributes = ['T', 'U'].map((name) => ({ name, type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT }));
  return tf.backend().executeMultipleOutputs('FusedBatchNormV3', attributes, [x, tf.ones([3]), tf.zeros([3]), tf.tensor1d([]), tf.tensor1d([])], 6)[0];
}

function network(image, first, second, readout) {
  const half = tf.conv2d(tf.elu(normalize(tf.conv2d(image, first, 1, 'same'), 1e-3)), second, 2, 'same');
  return tf.softplus(tf.matMul(tf.image.resizeBilinear(half, [5, 5]).reshape([2, 100]), readout));
}

async function valuesOn(backend, batchNorm) {
  await tf.setBackend(backend);
  if (tf.getBackend() !== backend) throw new Error(`the backend "${backend}" did not register: tfjs chose "${tf.getBackend()}"`);
  return tf.tidy(() => {
    const inputs = [wave([2, 9, 9, 3], 0.7), wave([5, 5, 3, 4], 1.1), wave([3, 3, 4, 4], 0.9), wave([100, 6], 0.4)];
    const [image, first, second, readout] = tf.grads(network)(inputs, wave([2, 6], 0.3));
    const named = { output: network(...inputs), 'image gradient': image, 'convolution gradient': first, 'strided gradient': second, 'readout gradient': readout };
    return Object.entries({ ...named, 'batch norm': batchNorm(inputs[0]) }).map(([name, tensor]) => ({ name, values: [...tensor.dataSync()] }));
  });
}

const native = await valuesOn('tensorflow', normalizeFused);
const report = (await valuesOn('cpu', (x) => normalize(x, 1e-4))).map(({ name, values }, i) => {
  const errors = values.map((value, k) => Math.abs(native[i].values[k] - value) / (1 + Math.abs(value)));
  return { name, error: errors.every(Number.isFinite) ? Math.max(...errors) : Infinity };
});
console.log(JSON.stringify(report));
