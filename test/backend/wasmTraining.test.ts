import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

interface TrainedSteps {
  readonly backend: string;
  readonly losses: readonly number[];
  readonly tensors: readonly number[];
  readonly nativeLibraries: number;
  readonly danfoMean: number;
}

const run = promisify(execFile);

async function trainSteps(backend: string, preload: readonly string[] = [], model = 'CAE-FR2'): Promise<TrainedSteps> {
  const { stdout } = await run(
    process.execPath,
    ['--import', 'tsx', ...preload.flatMap((file) => ['--import', pathToFileURL(join(__dirname, file)).href]), join(__dirname, 'trainSteps.ts'), model],
    { env: { ...process.env, DAE_NR_BACKEND: backend, TF_NUM_INTRAOP_THREADS: '1' } },
  );
  return JSON.parse(stdout) as TrainedSteps;
}

const binding = join(__dirname, '../../node_modules/@tensorflow/tfjs-node-gpu/lib/napi-v8/tfjs_binding.node');
const skip = existsSync(binding) ? false : 'no native TensorFlow here';

test('CAE-FR2 trains on WASM: the loss falls, no tensor stays, no native library is loaded, danfo works', async () => {
  const { backend, losses, tensors, nativeLibraries, danfoMean } = await trainSteps('wasm');
  assert.equal(backend, 'wasm');
  assert.ok(losses.every((loss, step) => step === 0 || loss < losses[step - 1]), `losses ${losses.join(', ')}`);
  assert.equal(new Set(tensors).size, 1);
  assert.equal(nativeLibraries, 0);
  assert.equal(danfoMean, 4);
});

for (const model of ['CAE-FR2', 'CNN-FC2', 'CNN-FM2', 'VAE', 'VQ-VAE-FR2']) {
  test(`${model} has the same losses on WASM as on native TensorFlow`, { skip }, async () => {
    const [wasm, native] = await Promise.all([trainSteps('wasm', [], model), trainSteps('native', [], model)]);
    assert.equal(native.backend, 'tensorflow');
    assert.ok(native.nativeLibraries > 0);
    native.losses.slice(0, 3).forEach((loss, step) => {
      assert.ok(Math.abs(wasm.losses[step] - loss) < 1e-4 * loss, `step ${step}: ${wasm.losses[step]} instead of ${loss}`);
    });
  });
}

test('where the native library cannot be loaded, WASM computes by itself', { skip }, async () => {
  assert.equal((await trainSteps('', ['withoutNativeLibrary.ts'])).backend, 'wasm');
});

test('where the native library cannot be loaded but is asked for, one sentence says so', { skip }, async () => {
  await assert.rejects(trainSteps('native', ['withoutNativeLibrary.ts']), /UserError: Native TensorFlow cannot be loaded \(libtensorflow_cc.*npm run setup/);
});

test('an unknown backend is refused with the names there are', async () => {
  await assert.rejects(trainSteps('webgl'), /UserError: DAE_NR_BACKEND is "webgl".*native, wasm, cpu/);
});
