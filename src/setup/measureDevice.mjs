// Run as a process of its own: multiplies matrices for a second and prints, as JSON, what device
// really did it.
import { createRequire } from 'node:module';

// The build's own choice of a backend, so that this is what a training would compute on.
const require = createRequire(import.meta.url);
const { tf } = require('../../dist/backend/tensorflow.js');
const { computeDevice } = require('../../dist/runs/trainer.js');

const size = 1024;
const a = tf.randomUniform([size, size], -1, 1, 'float32', 1);
const multiply = () => tf.tidy(() => tf.sum(tf.matMul(a, a)).dataSync());
multiply();

const begin = performance.now();
let products = 0;
for (; performance.now() - begin < 1000; products += 1) multiply();
const gflops = (products * 2 * size ** 3) / (performance.now() - begin) / 1e6;

const { backend, device, threads, libraries } = await computeDevice();
console.log(JSON.stringify({ backend, device, threads, libraries, gflops }));
