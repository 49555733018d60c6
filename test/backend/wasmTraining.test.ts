import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

interface TrainedSteps {
  readonly backend: string;
  readonly trained: Readonly<
    Record<string, { readonly losses: readonly number[]; readonly tensors: readonly number[] }>
  >;
  readonly nativeLibraries: number;
  readonly danfoMean: number;
}

const run = promisify(execFile);

/**
 * One process trains all the models: starting it and compiling the sources takes longer than the
 * steps.
 */
async function trainSteps(
  backend: string,
  models: readonly string[],
  preload: readonly string[] = [],
): Promise<TrainedSteps> {
  const { stdout } = await run(
    process.execPath,
    [
      '--import',
      'tsx',
      ...preload.flatMap((file) => ['--import', pathToFileURL(join(__dirname, file)).href]),
      join(__dirname, 'trainSteps.ts'),
      ...models,
    ],
    { env: { ...process.env, DAE_NR_BACKEND: backend, TF_NUM_INTRAOP_THREADS: '1' } },
  );
  return JSON.parse(stdout) as TrainedSteps;
}

const binding = join(
  __dirname,
  '../../node_modules/@tensorflow/tfjs-node-gpu/lib/napi-v8/tfjs_binding.node',
);
const skip = existsSync(binding) ? false : 'no native TensorFlow here';
const models = ['CAE-FR2', 'CNN-FC2', 'CNN-FM2', 'VAE', 'VQ-VAE-FR2'];

let wasm: TrainedSteps;
let native: TrainedSteps | undefined;
before(async () => {
  [wasm, native] = await Promise.all([
    trainSteps('wasm', models),
    skip === false ? trainSteps('native', models) : undefined,
  ]);
});

test('on WASM no native library is loaded, and danfo works', () => {
  assert.equal(wasm.backend, 'wasm');
  assert.equal(wasm.nativeLibraries, 0);
  assert.equal(wasm.danfoMean, 4);
});

test('CAE-FR2 trains on WASM: the loss falls', () => {
  const { losses } = wasm.trained['CAE-FR2'];
  assert.ok(
    losses.every((loss, step) => step === 0 || loss < losses[step - 1]),
    `losses ${losses.join(', ')}`,
  );
});

for (const model of models) {
  test(`${model} leaves no tensor on WASM`, () => {
    assert.equal(new Set(wasm.trained[model].tensors).size, 1);
  });

  test(`${model} has the same losses on WASM as on native TensorFlow`, { skip }, () => {
    assert.equal(native!.backend, 'tensorflow');
    assert.ok(native!.nativeLibraries > 0);
    native!.trained[model].losses.slice(0, 3).forEach((loss, step) => {
      const onWasm = wasm.trained[model].losses[step];
      assert.ok(
        Math.abs(onWasm - loss) < 1e-4 * loss,
        `step ${step}: ${onWasm} instead of ${loss}`,
      );
    });
  });
}

test('where the native library cannot be loaded, WASM computes by itself', { skip }, async () => {
  assert.equal((await trainSteps('', [], ['withoutNativeLibrary.ts'])).backend, 'wasm');
});

test('where the native library cannot be loaded but is asked for, one sentence says so', {
  skip,
}, async () => {
  await assert.rejects(
    trainSteps('native', [], ['withoutNativeLibrary.ts']),
    /UserError: Native TensorFlow cannot be loaded \(libtensorflow_cc.*npm run setup/,
  );
});

test('an unknown backend is refused with the names there are', async () => {
  await assert.rejects(
    trainSteps('webgl', []),
    /UserError: DAE_NR_BACKEND is "webgl".*native, wasm, cpu/,
  );
});
