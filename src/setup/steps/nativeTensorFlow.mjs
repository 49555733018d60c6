import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { backendVariable, wantedBackend, withoutNative } from '../backend.mjs';
import { compileBinding, installBinding, isBindingCurrent, isBindingInstalled } from '../binding.mjs';
import { checkOperations, isChecked } from '../checks/operationCheck.mjs';
import { findCompiler } from '../compiler.mjs';
import { diskUse, megabytes, removePartials, requireFreeSpace } from '../disk.mjs';
import { inRoot, pythonProgram } from '../project.mjs';
import { pythonEnvironmentVariables } from '../python.mjs';
import { explainFailure, runProcess } from '../runProcess.mjs';
import { SetupError } from '../setupError.mjs';
import { readStamp, writeStamp } from '../stamp.mjs';
import { tensorFlowLibrary } from '../tensorFlowLibrary.mjs';

export const title = 'native TensorFlow';
export const expectation = () =>
  tensorFlowLibrary().isUnpacked()
    ? 'compiling and comparing, some seconds'
    : '230 MB download, 690 MB on disk, half a minute';

const forgoneStamp = inRoot('.tensorflow/none.stamp');

/** Why this machine cannot have it, with the cure, as one sentence; undefined where it can. */
export function whyNone() {
  try {
    const library = tensorFlowLibrary();
    if (!library.isUnpacked() || !isBindingCurrent(library)) findCompiler();
    return undefined;
  } catch (error) {
    if (error instanceof SetupError) return error.message;
    throw error;
  }
}

export function isInstalled() {
  if (whyNone() !== undefined) return false;
  const library = tensorFlowLibrary();
  return library.isUnpacked() && isBindingCurrent(library) && isBindingInstalled(library) && isChecked(library);
}

/** Nothing is to be done either where another backend was chosen, or where a user was told already that there is none. */
export function isCurrent() {
  const wanted = wantedBackend();
  if (wanted === 'wasm' || wanted === 'cpu' || isInstalled()) return true;
  const reason = wanted === 'native' ? undefined : whyNone();
  return reason !== undefined && readStamp(forgoneStamp) === reason;
}

export function forgo() {
  const reason = wantedBackend() === 'native' ? undefined : whyNone();
  if (reason === undefined) return undefined;
  mkdirSync(path.dirname(forgoneStamp), { recursive: true });
  writeStamp(forgoneStamp, reason);
  return `${reason} ${withoutNative}.`;
}

async function downloadWheel(library, folder) {
  const requirement = path.join(folder, 'requirement.txt');
  writeStamp(requirement, `${library.package}==${library.version} --hash=sha256:${library.sha256}`);
  const args = ['-m', 'pip', 'download', '--quiet', '--no-cache-dir', '--no-deps', '--only-binary=:all:', '--require-hashes'];
  for (const platform of library.platforms) args.push('--platform', platform);
  args.push('--python-version', '3.11', '--dest', folder, '-r', requirement);
  try {
    // pip's own temporary copy belongs beside, where the space was checked and a killed set-up is cleaned up.
    await runProcess(pythonProgram('python'), args, { env: pythonEnvironmentVariables({ TMPDIR: folder }) });
  } catch (failure) {
    throw explainFailure(`The download of ${library.package} ${library.version}`, failure);
  }
  return path.join(folder, readdirSync(folder).find((name) => name.endsWith('.whl')));
}

async function unpackLibrary(library) {
  requireFreeSpace(1300, 'Native TensorFlow');
  const partial = `${library.folder}.partial-${process.pid}`;
  const unpacked = path.join(partial, 'unpacked');
  mkdirSync(path.join(partial, 'download'), { recursive: true });
  try {
    const wheel = await downloadWheel(library, path.join(partial, 'download'));
    await runProcess(pythonProgram('python'), [inRoot('src/setup/unpack_wheel.py'), wheel, unpacked, ...library.libraries]);
    rmSync(library.folder, { recursive: true, force: true });
    renameSync(unpacked, library.folder);
  } catch (failure) {
    throw explainFailure('Unpacking TensorFlow', failure);
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
}

/** Other versions' folders, and what a killed set-up left. */
function removeOthers(library) {
  const parent = path.dirname(library.folder);
  for (const name of existsSync(parent) ? readdirSync(parent) : []) {
    if (name !== path.basename(library.folder)) rmSync(path.join(parent, name), { recursive: true, force: true });
  }
}

async function install() {
  const library = tensorFlowLibrary();
  removePartials(path.dirname(library.folder), path.basename(library.folder));
  // Before the download: without a compiler it would be for nothing.
  const compiler = isBindingCurrent(library) ? undefined : findCompiler();
  if (!library.isUnpacked()) await unpackLibrary(library);
  if (!isBindingCurrent(library)) await compileBinding(library, compiler);
  if (!isBindingInstalled(library)) installBinding(library);
  const compared = isChecked(library) ? '' : await checkOperations(library);
  removeOthers(library);
  return [megabytes(await diskUse(library.folder)), compared].filter(Boolean).join(', ');
}

/** @throws SetupError that names the other way, too */
export async function run() {
  try {
    return await install();
  } catch (failure) {
    if (!(failure instanceof SetupError) || wantedBackend() === 'native') throw failure;
    const otherWay = `Or do without it: --backend wasm (or ${backendVariable}=wasm for every command); ${withoutNative}.`;
    throw new SetupError(failure.message, [failure.details, otherWay].filter(Boolean).join('\n\n'));
  }
}
