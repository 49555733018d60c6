import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { madeBySetup } from '../../src/setup/project.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const run = (args, env = process.env) =>
  spawnSync(process.execPath, ['src/setup/start.mjs', ...args], {
    cwd: root,
    env,
    encoding: 'utf8',
  });

/** A folder of programs that answer as told: the PATH of a machine that lacks something. */
function machineWith(programs) {
  const folder = mkdtempSync(path.join(tmpdir(), 'dae-nr-path-'));
  for (const [name, answer] of Object.entries(programs)) {
    const file = path.join(folder, name);
    writeFileSync(file, `#!/bin/sh\nprintf '%s\\n' '${answer}'\n`);
    chmodSync(file, 0o755);
  }
  return folder;
}

/** The message of the SetupError that an expression over a module of src/setup rejects with. */
function complaint(module, expression, PATH) {
  const url = new URL(`../../src/setup/${module}.mjs`, import.meta.url).href;
  const script = `import * as module from ${JSON.stringify(url)};
    try { console.log(JSON.stringify(await module.${expression})); } catch (error) { console.log(error.name + ': ' + error.message); }`;
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    env: { PATH },
    encoding: 'utf8',
  });
  return stdout.trim();
}

const python = (version, venv) => JSON.stringify({ path: '/usr/bin/python3', version, venv });

test('every npm script is a command of start.mjs, but for those that need no set-up', () => {
  const {
    'test:lab': _,
    'test:page': __,
    build,
    ...scripts
  } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')).scripts;
  for (const [name, script] of Object.entries(scripts))
    assert.equal(script, `node src/setup/start.mjs ${name}`);
});

test('an unknown command, an unknown option and a test filter without files are one sentence and status 1', () => {
  for (const [args, message] of [
    [['nope'], /^\n"nope" is not a command of dae-nr; there are .*doctor.*train/],
    [['doctor', '--nope'], /^\nUnknown option '--nope'\.\n/],
    [['test', 'no-such-room'], /^\nNone of the \d+ test files matches "no-such-room"/],
    [['doctor', 'x'], /^\nUnexpected argument 'x'/],
  ]) {
    const { status, stderr } = run(args);
    assert.equal(status, 1);
    assert.match(stderr, message);
    assert.doesNotMatch(stderr, /\n\s+at /);
  }
});

test('--help of every own command is its usage', () => {
  for (const command of ['setup', 'doctor', 'lab', 'test', 'clean']) {
    const { status, stdout } = run([command, '--help']);
    assert.equal(status, 0);
    assert.match(stdout, new RegExp(`^Usage: npm (run )?${command}`));
  }
});

test('clean removes what set-up made, and nothing that git keeps or a user made', () => {
  const clone = mkdtempSync(path.join(tmpdir(), 'dae-nr-clean-'));
  const files = {
    '.gitignore': readFileSync(path.join(root, '.gitignore'), 'utf8'),
    'data/README.md': '',
    'data/mine.npy': '',
    ...Object.fromEntries(madeBySetup.map((name) => [`${name}/a.js`, ''])),
  };
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(clone, name)), { recursive: true });
    writeFileSync(path.join(clone, name), text);
  }
  cpSync(path.join(root, 'src/setup'), path.join(clone, 'src/setup'), { recursive: true });
  const inClone = (command) => spawnSync('sh', ['-c', command], { cwd: clone, encoding: 'utf8' });
  inClone('git init --quiet && git add .');
  const clean = 'node src/setup/start.mjs clean';
  assert.match(inClone(`${clean} -n`).stdout, /^Would remove .cache/);
  assert.match(inClone(`${clean} --all`).stderr, /Unknown option '--all'/);
  assert.equal(readdirSync(clone).length, 4 + madeBySetup.length);
  assert.equal(inClone(clean).status, 0);
  assert.deepEqual(readdirSync(clone).sort(), ['.git', '.gitignore', 'data', 'src']);
  assert.deepEqual(readdirSync(path.join(clone, 'data')), ['README.md', 'mine.npy']);
});

test('a machine without Python, with an old one, or with one that lacks venv is told what to install', () => {
  assert.match(
    complaint('steps/pythonEnvironment', 'findPython()', machineWith({})),
    /^SetupError: Python was not found: dae-nr needs Python 3\.10 or newer with venv/,
  );
  assert.match(
    complaint(
      'steps/pythonEnvironment',
      'findPython()',
      machineWith({ python3: python([3, 9, 2], true) }),
    ),
    /^SetupError: No Python here will do \(python3 is 3\.9\.2\): dae-nr needs Python 3\.10/,
  );
  assert.match(
    complaint(
      'steps/pythonEnvironment',
      'findPython()',
      machineWith({ python3: python([3, 12, 1], false) }),
    ),
    /^SetupError: No Python here will do \(python3 is 3\.12\.1 without venv\): .*apt-get install python3 python3-venv/,
  );
});

test('a newer Python further down the list is found', () => {
  const PATH = machineWith({
    python3: python([3, 9, 2], true),
    'python3.12': python([3, 12, 1], true),
  });
  assert.deepEqual(JSON.parse(complaint('steps/pythonEnvironment', 'findPython()', PATH)), {
    path: '/usr/bin/python3',
    version: '3.12.1',
  });
});

test('a machine without a C++ compiler is told what to install', () => {
  assert.match(
    complaint('steps/nativeTensorFlow', 'findCompiler()', machineWith({})),
    /^SetupError: A C\+\+ compiler was not found \(looked for g\+\+, clang\+\+, c\+\+\): install one/,
  );
  assert.match(
    complaint('steps/nativeTensorFlow', 'findCompiler()', machineWith({ 'clang++': 'clang 17' })),
    /"command":"clang\+\+","version":"clang 17"/,
  );
});

const binding = path.join(
  root,
  'node_modules/@tensorflow/tfjs-node-gpu/lib/napi-v8/tfjs_binding.node',
);

function doctor(...args) {
  const { stdout } = run(['doctor', '--json', ...args]);
  const { findings, disk } = JSON.parse(stdout);
  return { finding: (wanted) => findings.find(({ name }) => name === wanted), disk };
}

test('the doctor knows device, versions and disk use, as JSON too', () => {
  const { finding, disk } = doctor();
  for (const name of [
    'Node',
    'npm',
    'Python',
    'C++ compiler',
    'native TensorFlow',
    'device that computes',
  ])
    assert.ok(finding(name), name);
  const { backend, gflops } = finding('device that computes').value;
  const chosen = process.env.DAE_NR_BACKEND || (existsSync(binding) ? 'native' : 'wasm');
  assert.equal(backend, chosen === 'native' ? 'tensorflow' : chosen);
  assert.ok(gflops > 0);
  assert.ok(disk.node_modules > 1e8);
});

test('the doctor measures WASM where it is to compute, and misses no native library then', () => {
  const { finding } = doctor('--backend', 'wasm');
  assert.deepEqual([finding('native TensorFlow').ok, finding('C++ compiler').ok], [true, true]);
  const { backend, threads, libraries, gflops } = finding('device that computes').value;
  assert.deepEqual([backend, threads], ['wasm', 1]);
  assert.match(libraries['tfjs-backend-wasm'], /^\d+\.\d+\.\d+$/);
  assert.ok(gflops > 0);
});
