// Run as a process of its own: multiplies matrices for a while and prints, as JSON, what device really did it.
import { createRequire } from 'node:module';

const size = 1024;
const wantedSeconds = 1;

// The build's own choice of a backend, so that this is what a training would compute on.
const require = createRequire(import.meta.url);
const { tf } = require('../../../dist/backend/tensorflow.js');
const { computeDevice } = require('../../../dist/runs/computeDevice.js');

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

const { backend, device, threads, libraries } = await computeDevice();
console.log(JSON.stringify({ backend, device, threads, libraries, gflops: (products * 2 * size ** 3) / seconds / 1e9 }));
