import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { inRoot, pythonProgram } from '../../src/setup/project.mjs';

function unpackFrom(root, entries, ...patterns) {
  const folder = mkdtempSync(path.join(tmpdir(), 'dae-nr-wheel-'));
  const wheel = path.join(folder, 'tensorflow.whl');
  const write = 'import json, sys, zipfile\nwith zipfile.ZipFile(sys.argv[1], "w") as z:\n  [z.writestr(n, t) for n, t in json.loads(sys.argv[2]).items()]';
  spawnSync(pythonProgram('python'), ['-c', write, wheel, JSON.stringify(entries)]);
  const target = path.join(folder, 'unpacked', 'here');
  const { status, stderr } = spawnSync(pythonProgram('python'), [inRoot('src/setup/unpack_wheel.py'), wheel, root, target, ...patterns], {
    encoding: 'utf8',
  });
  return { folder, target, status, stderr };
}

const unpack = (entries, ...libraries) => unpackFrom('tensorflow', entries, ...libraries);

test('takes the libraries and the C headers, nothing else', () => {
  const { target, status } = unpack(
    {
      'tensorflow/lib.so': 'library',
      'tensorflow/include/tensorflow/c/c_api.h': 'header',
      'tensorflow/include/Eigen/Core': 'not needed',
      'tensorflow/python/ops.py': 'not needed',
    },
    'lib.so',
  );
  assert.equal(status, 0);
  assert.equal(readFileSync(path.join(target, 'lib.so'), 'utf8'), 'library');
  assert.equal(existsSync(path.join(target, 'include/tensorflow/c/c_api.h')), true);
  assert.equal(existsSync(path.join(target, 'include/Eigen')), false);
  assert.equal(existsSync(path.join(target, 'python')), false);
});

test('refuses an entry that climbs out of the folder', () => {
  const escaping = 'tensorflow/include/tensorflow/c/../../../../../escaped';
  const { folder, status, stderr } = unpack({ 'tensorflow/lib.so': 'library', [escaping]: 'x' }, 'lib.so');
  assert.equal(status, 1);
  assert.match(stderr, /an entry outside its folder/);
  assert.equal(existsSync(path.join(folder, 'escaped')), false);
});

test('says which library a wheel lacks', () => {
  const { status, stderr } = unpack({ 'tensorflow/other.so': '' }, 'lib.so');
  assert.equal(status, 1);
  assert.match(stderr, /the wheel lacks lib\.so/);
});

test('a wheel of another folder gives what matches, and its headers stay', () => {
  const { target, status } = unpackFrom(
    'nvidia/cublas',
    {
      'nvidia/cublas/lib/libcublas.so.12': 'library',
      'nvidia/cublas/include/cublas.h': 'not needed',
      'nvidia/__init__.py': 'not needed',
    },
    'lib/*.so*',
  );
  assert.equal(status, 0);
  assert.equal(readFileSync(path.join(target, 'lib/libcublas.so.12'), 'utf8'), 'library');
  assert.equal(existsSync(path.join(target, 'include')), false);
});

test('a climbing entry that matches a pattern is refused, too', () => {
  const { folder, status, stderr } = unpackFrom('nvidia/cublas', { 'nvidia/cublas/lib/../../../escaped.so': 'x' }, 'lib/*.so*');
  assert.equal(status, 1);
  assert.match(stderr, /an entry outside its folder/);
  assert.equal(existsSync(path.join(folder, 'escaped.so')), false);
});

test('a pattern that nothing matches is missed', () => {
  const { status, stderr } = unpackFrom('nvidia/cufft', { 'nvidia/cufft/README': '' }, 'lib/*.so*');
  assert.equal(status, 1);
  assert.match(stderr, /the wheel lacks lib\/\*\.so\*/);
});

test('a program stays a program', { skip: process.platform === 'win32' ? 'Windows knows no such bit' : false }, () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'dae-nr-wheel-'));
  const wheel = path.join(folder, 'tool.whl');
  const write = `import sys, zipfile
with zipfile.ZipFile(sys.argv[1], "w") as z:
  i = zipfile.ZipInfo("nvidia/cuda_nvcc/bin/ptxas"); i.external_attr = 0o100755 << 16; z.writestr(i, "tool")`;
  spawnSync(pythonProgram('python'), ['-c', write, wheel]);
  spawnSync(pythonProgram('python'), [inRoot('src/setup/unpack_wheel.py'), wheel, 'nvidia/cuda_nvcc', folder, 'bin/ptxas']);
  assert.equal(statSync(path.join(folder, 'bin/ptxas')).mode & 0o111, 0o111);
});
