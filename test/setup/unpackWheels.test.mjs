import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, lstatSync, mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { pythonProgram } from '../../src/setup/project.mjs';
import { unpackWheels } from '../../src/setup/steps/nativeTensorFlow.mjs';

const write =
  'import json, sys, zipfile\nwith zipfile.ZipFile(sys.argv[1], "w") as z:\n  [z.writestr(n, ' +
  '"content") for n in json.loads(sys.argv[2])]';

/** The files that unpacking wheels with these entries leaves, and the folder they are in. */
async function unpacked(...wheels) {
  const folder = mkdtempSync(path.join(tmpdir(), 'dae-nr-wheels-'));
  wheels.forEach((names, i) =>
    spawnSync(pythonProgram('python'), [
      '-c',
      write,
      path.join(folder, `${i}.whl`),
      JSON.stringify(names),
    ]),
  );
  const target = path.join(folder, 'unpacked', 'here');
  await unpackWheels(folder, target);
  const names = readdirSync(target, { recursive: true }).filter(
    (name) => !lstatSync(path.join(target, name)).isDirectory(),
  );
  // Newer Nodes look behind a link, too.
  return { folder, files: names.filter((name) => !name.startsWith('nvidia/nvrtc/')).sort() };
}

test('of TensorFlow the two libraries, the C headers and the licence are taken, nothing else', async () => {
  const taken = [
    'tensorflow-2.18.1.dist-info/METADATA',
    'tensorflow/include/tensorflow/c/c_api.h',
    'tensorflow/include/tsl/platform/ctstring.h',
    'tensorflow/libtensorflow_cc.so.2',
    'tensorflow/libtensorflow_framework.2.dylib',
  ];
  const left = [
    'tensorflow/include/Eigen/Core',
    'tensorflow/python/ops.py',
    'tensorflow/libtensorflow_cc.so.2.params',
    'tensorflow-2.18.1.dist-info/RECORD',
  ];
  const { files } = await unpacked([...taken, ...left]);
  assert.deepEqual(files, taken);
});

test('of CUDA the libraries and two files of its compiler lie beside TensorFlow, where cuDNN finds them; a program stays a program', async () => {
  const { folder, files } = await unpacked(
    ['tensorflow/libtensorflow_cc.so.2'],
    ['nvidia/cublas/lib/libcublas.so.12', 'nvidia/cublas/include/cublas.h', 'nvidia/__init__.py'],
    [
      'nvidia/cuda_nvcc/bin/ptxas',
      'nvidia/cuda_nvcc/bin/nvcc',
      'nvidia/cuda_nvcc/nvvm/libdevice/libdevice.10.bc',
    ],
    ['nvidia/cuda_nvrtc/lib/libnvrtc.so.12'],
  );
  assert.deepEqual(files, [
    'nvidia/cublas/lib/libcublas.so.12',
    'nvidia/cuda_nvcc/bin/ptxas',
    'nvidia/cuda_nvcc/nvvm/libdevice/libdevice.10.bc',
    'nvidia/cuda_nvrtc/lib/libnvrtc.so.12',
    'nvidia/nvrtc',
    'tensorflow/libtensorflow_cc.so.2',
  ]);
  const here = path.join(folder, 'unpacked/here/nvidia');
  assert.ok(existsSync(path.join(here, 'nvrtc/lib/libnvrtc.so.12')));
  assert.equal(spawnSync('test', ['-x', path.join(here, 'cuda_nvcc/bin/ptxas')]).status, 0);
});

test('an entry that climbs out of the folder stays in it', async () => {
  const { folder } = await unpacked([
    'tensorflow/libtensorflow_cc.so.2',
    'nvidia/cublas/lib/../../../../../escaped.so',
    'nvidia/cuda_nvcc/bin/ptxas',
  ]);
  assert.equal(existsSync(path.join(folder, 'escaped.so')), false);
});
