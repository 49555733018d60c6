// Run as a process of its own: multiplies matrices for a while and prints, as JSON, what device really did it.
import { loadTensorFlow } from './loadTensorFlow.mjs';

const size = 1024;
const wantedSeconds = 1;

const tf = loadTensorFlow();
await tf.ready();

const a = tf.randomUniform([size, size], -1, 1, 'float32', 1);
const multiply = () => tf.tidy(() => tf.sum(tf.matMul(a, a)).dataSync());
multiply();

let products = 0;
const begin = process.hrtime.bigint();
let seconds = 0;
while (seconds < wantedSeconds) {
  multiply();
  products += 1;
  seconds = Number(process.hrtime.bigint() - begin) / 1e9;
}

console.log(
  JSON.stringify({
    backend: tf.getBackend(),
    tfjs: tf.version_core,
    tensorflow: tf.backend().binding?.TF_Version ?? null,
    gpu: tf.backend().isUsingGpuDevice === true,
    threads: process.env.TF_NUM_INTRAOP_THREADS ?? 'all cores',
    gflops: (products * 2 * size ** 3) / seconds / 1e9,
  }),
);
