import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** A clone in which nothing was set up yet. */
function bareClone() {
  const clone = mkdtempSync(path.join(tmpdir(), 'dae-nr-bare-'));
  cpSync(path.join(root, 'src/setup'), path.join(clone, 'src/setup'), { recursive: true });
  return clone;
}

/**
 * What an expression over the step `nativeTensorFlow` (or prepare.mjs) gives on a machine whose
 * PATH is empty: no compiler.
 */
function evaluate(clone, expression, { backend = '', platform = 'linux' } = {}) {
  const script = `
    Object.defineProperty(process, 'platform', { value: ${JSON.stringify(platform)} });
    const step = await import(${JSON.stringify(pathToFileURL(path.join(clone, 'src/setup/steps/nativeTensorFlow.mjs')).href)});
    const { prepare } = await import(${JSON.stringify(pathToFileURL(path.join(clone, 'src/setup/prepare.mjs')).href)});
    try { console.log(JSON.stringify((await (${expression})) ?? null)); } catch (error) { console.log(error.name + ': ' + error.message + ' | ' + error.details); }`;
  const env = { PATH: clone, DAE_NR_BACKEND: backend };
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    env,
    encoding: 'utf8',
  });
  return { value: stdout.trim(), stderr };
}

const linux =
  process.platform === 'linux' && process.arch === 'x64' ? false : 'asks what a Linux x64 can have';

test('native TensorFlow is no step of the set-up where WASM or plain JavaScript computes', () => {
  const clone = bareClone();
  for (const backend of ['wasm', 'cpu']) {
    assert.deepEqual(evaluate(clone, "prepare(['nativeTensorFlow'])", { backend }), {
      value: 'null',
      stderr: '',
    });
  }
  assert.deepEqual(readdirSync(clone), ['src']);
});

test('without a compiler the set-up says once that WASM computes, and goes on', {
  skip: linux,
}, () => {
  const clone = bareClone();
  const first = evaluate(clone, "prepare(['nativeTensorFlow'])");
  assert.equal(first.value, 'null');
  assert.match(
    first.stderr,
    /^set-up: native TensorFlow: A C\+\+ compiler was not found .*apt-get install g\+\+.* WebAssembly computes instead, about five times slower\.\n$/,
  );
  assert.equal(evaluate(clone, "prepare(['nativeTensorFlow'])").stderr, '');
});

test('where a system has no native TensorFlow the set-up says why, and goes on', () => {
  const { value, stderr } = evaluate(bareClone(), "prepare(['nativeTensorFlow'])", {
    platform: 'win32',
  });
  assert.equal(value, 'null');
  assert.match(
    stderr,
    /^set-up: native TensorFlow: There is no native TensorFlow for Windows: .*WSL 2.* WebAssembly computes instead/,
  );
});

test('native TensorFlow that was asked for and cannot be had is an error', { skip: linux }, () => {
  const { value } = evaluate(bareClone(), "prepare(['nativeTensorFlow'])", { backend: 'native' });
  assert.match(value, /^SetupError: A C\+\+ compiler was not found/);
  assert.match(
    evaluate(bareClone(), "prepare(['nativeTensorFlow'])", { backend: 'native', platform: 'win32' })
      .value,
    /^SetupError: There is no native TensorFlow for Windows/,
  );
});

test('a set-up that fails names the other way', { skip: linux }, () => {
  assert.match(
    evaluate(bareClone(), 'step.run()').value,
    /^SetupError: A C\+\+ compiler .* \| Or do without it: --backend wasm \(or DAE_NR_BACKEND=wasm/,
  );
});

test('--backend on the command line is the variable for everything that the command starts; an unknown one is refused before anything is installed', () => {
  const clone = bareClone();
  const adopt = (...args) => {
    const script = `const { adoptBackend, wantedBackend } = await import(${JSON.stringify(pathToFileURL(path.join(clone, 'src/setup/backend.mjs')).href)});
      adoptBackend(${JSON.stringify(args)});
      try { console.log(wantedBackend()); } catch (error) { console.log(error.message); }`;
    return spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      env: { DAE_NR_BACKEND: 'cpu' },
      encoding: 'utf8',
    }).stdout.trim();
  };
  assert.equal(adopt(), 'cpu');
  assert.equal(adopt('--preset', 'smoke', '--backend', 'wasm'), 'wasm');
  assert.equal(adopt('--backend=native', '--fresh'), 'native');
  assert.match(adopt('--backend', 'webgl'), /^"webgl" is no backend: choose native, wasm, cpu/);
  const refused = spawnSync(
    process.execPath,
    ['src/setup/start.mjs', 'setup', '--backend', 'webgl'],
    { cwd: clone, encoding: 'utf8' },
  );
  assert.equal(refused.status, 1);
  assert.match(refused.stderr, /^\n"webgl" is no backend: choose native, wasm, cpu .*\n$/);
  assert.equal(existsSync(path.join(clone, 'node_modules')), false);
});
