import { existsSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { readStamp, writeStamp } from '../files.mjs';
import { inRoot, root } from '../project.mjs';

export const title = 'notebook kernel';
export const expectation = () => 'no download';

/** The name under which notebooks and nbclient know our kernel. */
export const kernelName = 'tslab-dae-nr';

const specification = inRoot('.python/share/jupyter/kernels', kernelName, 'kernel.json');
const ownPackage = inRoot('node_modules/dae-nr');

// A kernel lives for seconds and runs much code once: by default V8 optimises functions after
// 67,584 bytes of bytecode, which takes each some three seconds of processor time, in threads that
// others wait for. Of 400,000 to 20,000,000 bytes this was the best. Node 22 counts otherwise.
const patientCompiler = process.versions.v8.startsWith('11.') ? ['--interrupt-budget=1000000'] : [];

/**
 * tslab's own `install` writes a machine-wide specification with bare names; this one is the
 * project's own.
 */
const wanted = JSON.stringify({
  argv: [
    process.execPath,
    ...patientCompiler,
    '--require',
    inRoot('src/notebooks/kernelErrors.cjs'),
    inRoot('node_modules/tslab/bin/tslab'),
    'kernel',
    '--config-path',
    '{connection_file}',
  ],
  display_name: 'TypeScript (DAE-NR)',
  language: 'typescript',
  // One thread, as in the worker processes that make the records: results repeat at a fixed thread
  // count only.
  env: { TF_CPP_MIN_LOG_LEVEL: '2', TF_NUM_INTRAOP_THREADS: '1', TF_NUM_INTEROP_THREADS: '1' },
});

const linksToRoot = () => existsSync(ownPackage) && realpathSync(ownPackage) === realpathSync(root);

export const isCurrent = () => linksToRoot() && readStamp(specification) === wanted;

export function run() {
  writeStamp(specification, wanted);
  if (linksToRoot()) return;
  // Notebooks import the library by its name: tslab refuses a path outside the notebook's folder.
  rmSync(ownPackage, { recursive: true, force: true });
  const relative = path.relative(path.dirname(ownPackage), root);
  symlinkSync(process.platform === 'win32' ? root : relative, ownPackage, 'junction');
}
