// Run as a process of its own: prints, as JSON, how far the outputs and gradients of a small network with the operations
// of a training step are on the native backend from those on the pure JavaScript backend. All of them: test/backend/nativeOperations.test.mjs.
import { createRequire } from 'node:module';
import util from 'node:util';

// tfjs-node 4.22 calls what Node 23 removed.
util.isNullOrUndefined ??= (value) => value === null || value === undefined;
// A GPU's tensor cores would round to 10 bits, which is no single precision.
process.env.NVIDIA_TF32_OVERRIDE ??= '0';
const tf = createRequire(import.meta.url)('@tensorflow/tfjs-node-gpu');
await tf.ready();

/** A fixed, irregular sequence in [-1, 1]: the inputs must be the same for both backends. */
const wave = (shape, frequency) =>
  tf.tensor(Float32Array.from({ length: tf.util.sizeFromShape(shape) }, (_, i) => Math.sin(frequency * (i + 1) ** 1.3)), shape);

const inputs = () => [wave([2, 9, 9, 3], 0.7), wave([5, 5, 3, 4], 1.1), wave([3, 3, 4, 4], 0.9), wave([100, 6], 0.4)];

function network(image, first, second, readout) {
  const { mean, variance } = tf.moments(tf.conv2d(image, first, 1, 'same'), [0, 1, 2]);
  const normal = tf.conv2d(image, first, 1, 'same').sub(mean).mul(variance.add(1e-3).rsqrt());
  const half = tf.conv2d(tf.elu(normal), second, 2, 'same');
  return tf.softplus(tf.matMul(tf.image.resizeBilinear(half, [5, 5]).reshape([2, 100]), readout));
}

const fused = (x) => {
  const { binding } = tf.backend();
  const attributes = [{ name: 'T', type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT }, { name: 'U', type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT }];
  return tf.backend().executeMultipleOutputs('FusedBatchNormV3', attributes, [x, tf.ones([3]), tf.zeros([3]), tf.tensor1d([]), tf.tensor1d([])], 6)[0];
};
const byFormula = (x) => {
  const { mean, variance } = tf.moments(x, [0, 1, 2]);
  return x.sub(mean).div(variance.add(1e-4).sqrt());
};

async function valuesOn(backend, batchNorm) {
  await tf.setBackend(backend);
  const results = tf.tidy(() => [network(...inputs()), ...tf.grads(network)(inputs(), wave([2, 6], 0.3)), batchNorm(inputs()[0])]);
  return results.map((tensor) => tensor.dataSync());
}

if (tf.getBackend() !== 'tensorflow') throw new Error(`the native backend did not register: tfjs chose "${tf.getBackend()}"`);
const native = await valuesOn('tensorflow', fused);
const names = ['output', 'gradient of the image', 'gradient of the convolution', 'gradient of the convolution with stride', 'gradient of the readout', 'batch norm'];
const report = (await valuesOn('cpu', byFormula)).map((expected, i) => {
  const errors = [...expected].map((value, k) => Math.abs(native[i][k] - value) / (1 + Math.abs(value)));
  return { name: names[i], error: errors.every(Number.isFinite) ? Math.max(...errors) : Infinity };
});
console.log(JSON.stringify(report));
