import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { backendVariable, wantedBackend, withoutNative } from '../backend.mjs';
import { compileBinding, installBinding, isBindingCurrent, isBindingInstalled } from '../binding.mjs';
import { checkOperations, isChecked } from '../checks/operationCheck.mjs';
import { findCompiler } from '../compiler.mjs';
import { diskUse, megabytes, removePartials, requireFreeSpace } from '../disk.mjs';
import { say } from '../progress.mjs';
import { inRoot, pythonProgram } from '../project.mjs';
import { pythonEnvironmentVariables } from '../python.mjs';
import { explainFailure, runProcess } from '../runProcess.mjs';
import { SetupError } from '../setupError.mjs';
import { readStamp, writeStamp } from '../stamp.mjs';
import { tensorFlowLibrary } from '../tensorFlowLibrary.mjs';
import { rememberVariant, rememberedVariant, variantStamp } from '../tensorFlowVariant.mjs';

export const title = 'native TensorFlow';

const missingParts = (library) => library.parts.filter((part) => !part.isUnpacked());
const total = (parts, what) => parts.reduce((sum, { megabytes: amount }) => sum + amount[what], 0);

export function expectation() {
  const library = tensorFlowLibrary();
  const missing = missingParts(library);
  if (missing.length === 0) return 'compiling and comparing, some seconds';
  const sizes = `${total(missing, 'download')} MB download, ${total(missing, 'disk')} MB on disk`;
  return library.variant === 'gpu' ? `with CUDA, ${sizes}, some minutes` : `${sizes}, half a minute`;
}

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
  if (library.variant !== rememberedVariant()) return false;
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

async function downloadWheel({ package: name, version, sha256, platforms }, folder) {
  const requirement = path.join(folder, 'requirement.txt');
  writeStamp(requirement, `${name}==${version} --hash=sha256:${sha256}`);
  const args = ['-m', 'pip', 'download', '--quiet', '--no-cache-dir', '--no-deps', '--only-binary=:all:', '--require-hashes'];
  for (const platform of platforms) args.push('--platform', platform);
  args.push('--python-version', '3.11', '--dest', folder, '-r', requirement);
  try {
    // pip's own temporary copy belongs beside, where the space was checked and a killed set-up is cleaned up.
    await runProcess(pythonProgram('python'), args, { env: pythonEnvironmentVariables({ TMPDIR: folder }) });
  } catch (failure) {
    throw explainFailure(`The download of ${name} ${version}`, failure);
  }
  return path.join(folder, readdirSync(folder).find((name) => name.endsWith('.whl')));
}

async function unpackPart(library, part) {
  const partial = `${library.home}.partial-${process.pid}`;
  const unpacked = path.join(partial, 'unpacked');
  mkdirSync(path.join(partial, 'download'), { recursive: true });
  try {
    const wheel = await downloadWheel(part, path.join(partial, 'download'));
    const script = inRoot('src/setup/unpack_wheel.py');
    await runProcess(pythonProgram('python'), [script, wheel, part.root, unpacked, ...part.contents]);
    rmSync(part.target, { recursive: true, force: true });
    mkdirSync(path.dirname(part.target), { recursive: true });
    renameSync(unpacked, part.target);
  } catch (failure) {
    throw explainFailure(`Unpacking ${part.package}`, failure);
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
}

/** One wheel after the other, so that a set-up that was interrupted goes on where it was and no download stays. */
async function unpackLibrary(library) {
  const missing = missingParts(library);
  // pip keeps two copies of a wheel for a moment.
  const largest = Math.max(...missing.map((part) => part.megabytes.download));
  requireFreeSpace(Math.ceil((total(missing, 'disk') + 2 * largest + 100) / 100) * 100, 'Native TensorFlow');
  for (const part of missing) {
    if (missing.length > 1) say(`${title}: ${part.package} ${part.version}, ${part.megabytes.download} MB`);
    await unpackPart(library, part);
  }
}

/** Other versions' and variants' folders, and what a killed set-up left. */
function removeOthers(library) {
  const parent = path.dirname(library.home);
  const kept = [library.home, variantStamp].map((file) => path.basename(file));
  for (const name of existsSync(parent) ? readdirSync(parent) : []) {
    if (!kept.includes(name)) rmSync(path.join(parent, name), { recursive: true, force: true });
  }
}

async function install() {
  const library = tensorFlowLibrary();
  removePartials(path.dirname(library.home), path.basename(library.home));
  // Before the download: without a compiler it would be for nothing.
  const compiler = isBindingCurrent(library) ? undefined : findCompiler();
  if (!library.isUnpacked()) await unpackLibrary(library);
  if (!isBindingCurrent(library)) await compileBinding(library, compiler);
  if (!isBindingInstalled(library)) installBinding(library);
  const compared = isChecked(library) ? '' : await checkOperations(library);
  rememberVariant(library.variant);
  removeOthers(library);
  return [megabytes(await diskUse(library.home)), compared].filter(Boolean).join(', ');
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
