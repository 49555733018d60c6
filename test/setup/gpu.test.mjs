import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describeDevice, whyNoGpu } from '../../src/setup/device.mjs';
import { readPins } from '../../src/setup/tensorFlowLibrary.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** A clone in which nothing was set up yet. */
function bareClone() {
  const clone = mkdtempSync(path.join(tmpdir(), 'dae-nr-gpu-'));
  cpSync(path.join(root, 'src/setup'), path.join(clone, 'src/setup'), { recursive: true });
  return clone;
}

/**
 * What a script over the modules `variant`, `library` and `step` of a clone prints, on a machine of
 * the given system whose PATH is empty.
 */
function evaluate(clone, script, { platform = 'linux', arch = 'x64', backend = '' } = {}) {
  const load = (name) =>
    'await ' +
    `import(${JSON.stringify(pathToFileURL(path.join(clone, `src/setup/${name}.mjs`)).href)})`;
  const program = `
    Object.defineProperty(process, 'platform', { value: ${JSON.stringify(platform)} });
    Object.defineProperty(process, 'arch', { value: ${JSON.stringify(arch)} });
    process.report.getReport = () => ({ header: { glibcVersionRuntime: '2.36' } });
    const variant = ${load('tensorFlowLibrary')};
    const library = ${load('tensorFlowLibrary')};
    const step = ${load('steps/nativeTensorFlow')};
    try { console.log(JSON.stringify((await (async () => { ${script} })()) ?? null)); } catch (error) { console.log(error.name + ': ' + error.message); }`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    env: { PATH: clone, DAE_NR_BACKEND: backend },
    encoding: 'utf8',
  });
  return stdout.trim() === '' ? stderr : stdout.trim();
}

const fromClone = (...given) => JSON.parse(evaluate(...given));

test('the processor computes unless a GPU was asked for, and the choice lasts once it is installed', () => {
  const clone = bareClone();
  const state = 'return [variant.rememberedVariant(), variant.wantedVariant()]';
  assert.deepEqual(fromClone(clone, state), ['cpu', 'cpu']);
  assert.deepEqual(fromClone(clone, `variant.chooseVariant({ gpu: true }); ${state}`), [
    'cpu',
    'gpu',
  ]);
  assert.deepEqual(readdirSync(clone), ['src']);
  assert.deepEqual(fromClone(clone, `variant.rememberVariant('gpu'); ${state}`), ['gpu', 'gpu']);
  assert.deepEqual(fromClone(clone, state), ['gpu', 'gpu']);
  assert.deepEqual(fromClone(clone, `variant.chooseVariant({}); ${state}`), ['gpu', 'gpu']);
  assert.deepEqual(fromClone(clone, `variant.chooseVariant({ cpu: true }); ${state}`), [
    'gpu',
    'cpu',
  ]);
  assert.deepEqual(fromClone(clone, `variant.rememberVariant('cpu'); ${state}`), ['cpu', 'cpu']);
});

test('the two variants lie in folders of their own', () => {
  const clone = bareClone();
  const describe = 'const { name, home } = library.tensorFlowLibrary(); return { name, home }';
  const cpu = fromClone(clone, describe);
  const gpu = fromClone(clone, `variant.chooseVariant({ gpu: true }); ${describe}`);
  assert.deepEqual([cpu.name, gpu.name], ['tensorflow-cpu 2.18.1', 'tensorflow 2.18.1']);
  assert.notEqual(cpu.home, gpu.home);
});

test('every wheel of TensorFlow and CUDA is pinned by version and SHA-256', () => {
  for (const system of ['linux-x64', 'linux-arm64', 'darwin-arm64', 'linux-x64-gpu']) {
    const pins = readPins(path.join(root, `src/setup/requirements-tensorflow-${system}.txt`));
    assert.equal(pins.length, system.endsWith('gpu') ? 10 : 1);
    for (const { name, version, hashes, line } of pins) {
      assert.match(version, /^\d+(\.\d+)+$/, name);
      assert.match(hashes.join(), /^[0-9a-f]{64}$/, name);
      assert.equal(line.replaceAll(/\s+/g, ' '), `${name}==${version} --hash=sha256:${hashes[0]}`);
    }
    assert.equal(new Set(pins.map(({ hashes }) => hashes[0])).size, pins.length);
  }
});

test('what is downloaded is announced with its size, until it is there', () => {
  const clone = bareClone();
  const expectation = (choice) =>
    fromClone(clone, `variant.chooseVariant({ ${choice}: true }); return step.expectation()`);
  assert.equal(expectation('gpu'), 'with CUDA, 2166 MB download, 3641 MB on disk, some minutes');
  assert.equal(expectation('cpu'), '230 MB download, 690 MB on disk, half a minute');
  mkdirSync(
    fromClone(
      clone,
      'variant.chooseVariant({ gpu: true }); return library.tensorFlowLibrary().home',
    ),
    { recursive: true },
  );
  assert.equal(expectation('gpu'), 'compiling and comparing, some seconds');
  assert.equal(expectation('cpu'), '230 MB download, 690 MB on disk, half a minute');
});

test('a system without a GPU variant says so in one sentence, before anything is installed', () => {
  const clone = bareClone();
  const attempt = 'variant.chooseVariant({ gpu: true }); library.tensorFlowLibrary()';
  assert.match(
    evaluate(clone, attempt, { platform: 'darwin', arch: 'arm64' }),
    /^SetupError: There is no TensorFlow with GPU kernels for darwin-arm64, only for Linux x64 with an NVIDIA GPU: "npm run setup -- --cpu" takes the one for the processor\.$/,
  );
  assert.match(
    evaluate(clone, attempt, { arch: 'arm64' }),
    /^SetupError: There is no TensorFlow .* for linux-arm64/,
  );
  assert.match(
    evaluate(clone, attempt, { platform: 'win32' }),
    /^SetupError: There is no native TensorFlow for Windows/,
  );
  assert.deepEqual(readdirSync(clone), ['src']);
});

test('options that contradict each other are refused', () => {
  const clone = bareClone();
  const setup = (...options) =>
    spawnSync(process.execPath, ['src/setup/start.mjs', 'setup', ...options], {
      cwd: clone,
      env: { PATH: clone },
      encoding: 'utf8',
    });
  for (const [options, message] of [
    [['--gpu', '--cpu'], /^\n--gpu and --cpu are two builds of TensorFlow: choose one\.\n$/],
    [
      ['--gpu', '--backend', 'wasm'],
      /^\n--gpu is native TensorFlow's, and --backend \(or DAE_NR_BACKEND\) chooses "wasm": leave one of them out\.\n$/,
    ],
  ]) {
    const { status, stderr } = setup(...options);
    assert.equal(status, 1);
    assert.match(stderr, message);
  }
  assert.equal(existsSync(path.join(clone, '.tensorflow')), false);
});

test('who asks for a GPU is not served by WebAssembly: a missing compiler is an error', () => {
  assert.match(
    evaluate(
      bareClone(),
      'variant.chooseVariant({ gpu: true }); return (await step.forgo()) ?? await step.run()',
    ),
    /^SetupError: A C\+\+ compiler was not found/,
  );
});

const measured = {
  backend: 'tensorflow',
  device: 'Some Processor',
  threads: 2,
  libraries: { tensorflow: '2.18.1' },
  gflops: 95.4,
};

test('what computes is what the measured process says', () => {
  const line =
    'tensorflow (tensorflow 2.18.1) on Some Processor, 2 threads: 95 GFLOP/s in a 1024 x ' +
    '1024 matrix product';
  assert.equal(describeDevice(measured), line);
  assert.equal(
    describeDevice({ ...measured, noGpu: 'this machine has no NVIDIA driver' }),
    `${line}; no GPU computes: this machine has no NVIDIA driver`,
  );
});

test('why no GPU computes: hidden, no driver, or something that TensorFlow says', () => {
  const here = (environment, files) =>
    whyNoGpu({ environment, exists: (file) => files.includes(file) });
  const driver = '/proc/driver/nvidia/version';
  assert.equal(
    here({ CUDA_VISIBLE_DEVICES: '-1' }, [driver]),
    'CUDA_VISIBLE_DEVICES="-1" hides every GPU',
  );
  assert.equal(
    here({ CUDA_VISIBLE_DEVICES: '' }, [driver]),
    'CUDA_VISIBLE_DEVICES="" hides every GPU',
  );
  assert.equal(here({}, []), 'this machine has no NVIDIA driver');
  assert.match(
    here({ CUDA_VISIBLE_DEVICES: '0' }, [driver]),
    /^TensorFlow registered none \(TF_CPP_MIN_LOG_LEVEL=0 node src\/setup\/measureDevice\.mjs says why\)$/,
  );
  assert.ok(existsSync(path.join(root, 'src/setup/measureDevice.mjs')));
  assert.match(
    readFileSync(path.join(root, 'src/setup/measureDevice.mjs'), 'utf8'),
    /computeDevice/,
  );
});
