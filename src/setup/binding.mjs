import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import path from 'node:path';
import { inRoot } from './project.mjs';
import { explainFailure, runProcess } from './runProcess.mjs';
import { hashOf, hashOfFolder, readStamp, writeStamp } from './stamp.mjs';

// The binding is compiled from the npm package's own sources, kept beside the library that it was
// compiled against (`npm ci` empties node_modules) and copied to where the package looks for it.
const tfjsNode = inRoot('node_modules/@tensorflow/tfjs-node-gpu');
const sources = path.join(tfjsNode, 'binding');
const nodeHeaders = inRoot('node_modules/node-api-headers');
const installed = path.join(tfjsNode, 'lib/napi-v8/tfjs_binding.node');

const compiledFile = (library) => path.join(library.folder, 'tfjs_binding.node');
const stampFile = (library) => path.join(library.folder, 'tfjs_binding.stamp');

/** Found from the binding's own place, so that a clone may be moved. */
function runtimePath(library) {
  const origin = process.platform === 'darwin' ? '@loader_path' : '$ORIGIN';
  return `${origin}/${path.relative(path.dirname(installed), library.folder)}`;
}

function compilerArguments(library, output) {
  const link =
    process.platform === 'darwin'
      ? ['-bundle', '-undefined', 'dynamic_lookup', ...library.libraries.map((name) => path.join(library.folder, name))]
      : ['-shared', `-L${library.folder}`, ...library.libraries.map((name) => `-l:${name}`)];
  return [
    '-std=c++17',
    '-O2',
    '-fPIC',
    '-DNAPI_VERSION=8',
    '-I',
    path.join(nodeHeaders, 'include'),
    '-I',
    path.join(library.folder, 'include'),
    path.join(sources, 'tfjs_backend.cc'),
    path.join(sources, 'tfjs_binding.cc'),
    ...link,
    `-Wl,-rpath,${runtimePath(library)}`,
    '-o',
    output,
  ];
}

const currentStamp = (library) =>
  hashOf(
    library.sha256,
    hashOfFolder(sources),
    readFileSync(path.join(nodeHeaders, 'package.json')),
    readFileSync(inRoot('src/setup/binding.mjs')),
  );

/** The identity of the compiled binding, which the operation check belongs to. */
export const bindingHash = (library) => hashOf(readFileSync(compiledFile(library)));

export function isBindingCurrent(library) {
  if (!existsSync(compiledFile(library)) || !existsSync(sources) || !existsSync(nodeHeaders)) return false;
  return readStamp(stampFile(library)) === currentStamp(library);
}

export async function compileBinding(library, compiler) {
  const partial = `${compiledFile(library)}.partial-${process.pid}`;
  try {
    await runProcess(compiler.command, compilerArguments(library, partial));
  } catch (failure) {
    throw explainFailure(`Compiling the TensorFlow binding with ${compiler.version}`, failure);
  }
  renameSync(partial, compiledFile(library));
  writeStamp(stampFile(library), currentStamp(library));
}

export function isBindingInstalled(library) {
  return existsSync(installed) && readFileSync(installed).equals(readFileSync(compiledFile(library)));
}

export function installBinding(library) {
  mkdirSync(path.dirname(installed), { recursive: true });
  const partial = `${installed}.partial-${process.pid}`;
  copyFileSync(compiledFile(library), partial);
  renameSync(partial, installed);
}
