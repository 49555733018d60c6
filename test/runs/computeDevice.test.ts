import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import type { ComputeDevice } from '../../src/runs/record';

const run = promisify(execFile);
const script = `const { computeDevice } = require(${JSON.stringify(join(__dirname, '../../src/runs/trainer.ts'))});
computeDevice().then((device) => console.log(JSON.stringify(device)));`;

async function deviceOn(backend: string): Promise<ComputeDevice> {
  const environment = { ...process.env, DAE_NR_BACKEND: backend, TF_NUM_INTRAOP_THREADS: '2' };
  const { stdout } = await run(
    process.execPath,
    ['--import', 'tsx', '--input-type=commonjs', '-e', script],
    { env: environment },
  );
  return JSON.parse(stdout) as ComputeDevice;
}

function installedVersion(name: string): string {
  return (require(`${name}/package.json`) as { version: string }).version;
}

test('WASM has one thread, whatever TensorFlow is told, and names its version', async () => {
  const { backend, threads, libraries } = await deviceOn('wasm');
  assert.deepEqual(
    { backend, threads, libraries },
    {
      backend: 'wasm',
      threads: 1,
      libraries: {
        'tfjs-core': installedVersion('@tensorflow/tfjs-core'),
        'tfjs-backend-wasm': installedVersion('@tensorflow/tfjs-backend-wasm'),
      },
    },
  );
});

test('the plain JavaScript backend has one thread and tfjs alone', async () => {
  const { backend, threads, libraries } = await deviceOn('cpu');
  assert.deepEqual([backend, threads, Object.keys(libraries)], ['cpu', 1, ['tfjs-core']]);
});
