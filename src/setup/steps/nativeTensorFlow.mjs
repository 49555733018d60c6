import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import path from 'node:path';
import { backendVariable, wantedBackend, withoutNative } from '../backend.mjs';
import { hashOf, hashOfFolder, readStamp, writeStamp } from '../files.mjs';
import { SetupError, say } from '../messages.mjs';
import { inRoot, pythonProgram } from '../project.mjs';
import { runProcess } from '../runProcess.mjs';
import { rememberVariant, rememberedVariant, tensorFlowLibrary } from '../tensorFlowLibrary.mjs';
import { runPip } from './pythonEnvironment.mjs';

export const title = 'native TensorFlow';

export function expectation() {
  const { variant, home, megabytes } = tensorFlowLibrary();
  if (existsSync(home)) return 'compiling and comparing, some seconds';
  const sizes = `${megabytes.download} MB download, ${megabytes.disk} MB on disk`;
  return variant === 'gpu' ? `with CUDA, ${sizes}, some minutes` : `${sizes}, half a minute`;
}

// Compiled from the npm package's own sources, and a session that is quiet, to where that package looks
// for it; `npm ci` removes it with its stamp.
const tfjsNode = inRoot('node_modules/@tensorflow/tfjs-node-gpu');
const headers = inRoot('node_modules/node-api-headers');
const sources = path.join(tfjsNode, 'binding');
const binding = path.join(tfjsNode, 'lib/napi-v8/tfjs_binding.node');
const quietSession = inRoot('src/setup/quietSession.cc');
const forgoneStamp = inRoot('.tensorflow/none.stamp');

const currentStamp = ({ home }) =>
  hashOf(
    path.basename(home),
    hashOfFolder(sources),
    hashOfFolder(headers, /\.h$/),
    readFileSync(quietSession),
    readFileSync(import.meta.filename),
  );

/** Whether what was compiled and compared is there, for today's sources and library. */
const isBuilt = (library) =>
  [library.home, binding, headers].every(existsSync) &&
  readStamp(`${binding}.stamp`) === currentStamp(library);

/**
 * The C++ compiler: $CXX, else the first of the usual ones; its command and the first line of
 * `--version`.
 * @throws SetupError saying what to install
 */
export function findCompiler() {
  const candidates = process.env.CXX ? [process.env.CXX] : ['g++', 'clang++', 'c++'];
  for (const command of candidates) {
    const { status, stdout } = spawnSync(command, ['--version'], { encoding: 'utf8' });
    if (status === 0) return { command, version: stdout.split('\n')[0] };
  }
  const hint =
    process.platform === 'darwin'
      ? 'xcode-select --install'
      : 'Debian and Ubuntu: apt-get install g++, Fedora: dnf install gcc-c++';
  throw new SetupError(
    `A C++ compiler was not found (looked for ${candidates.join(', ')}): install one (${hint}) and run the command again.`,
  );
}

/** Why this machine cannot have it, with the cure, as one sentence; undefined where it can. */
export function whyNone() {
  try {
    if (!isBuilt(tensorFlowLibrary())) findCompiler();
    return undefined;
  } catch (error) {
    if (error instanceof SetupError) return error.message;
    throw error;
  }
}

export const isInstalled = () =>
  whyNone() === undefined &&
  tensorFlowLibrary().variant === rememberedVariant() &&
  isBuilt(tensorFlowLibrary());

/**
 * Nothing is to be done either where another backend was chosen, or where a user was told already
 * that there is none.
 */
export function isCurrent() {
  const wanted = wantedBackend();
  return (
    wanted === 'wasm' ||
    wanted === 'cpu' ||
    isInstalled() ||
    (wanted === undefined && readStamp(forgoneStamp) === whyNone())
  );
}

export function forgo() {
  const reason = wantedBackend() === 'native' ? undefined : whyNone();
  if (reason === undefined) return undefined;
  writeStamp(forgoneStamp, reason);
  return `${reason} ${withoutNative}.`;
}

// Of several GB only what the binding includes and loads; of CUDA's compiler the assembler and its
// library of functions.
const wanted = [
  'tensorflow/libtensorflow_(cc|framework)[.](so[.]2|2[.]dylib)',
  'tensorflow/include/(tensorflow/c/|tensorflow/core/platform/ctstring|tsl/platform/ctstring|xla/tsl/c/).*',
  'nvidia/\\w+/lib/.*[.]so.*',
  'nvidia/cuda_nvcc/(bin/ptxas|nvvm/libdevice/libdevice.10.bc)',
  '[^/]+[.]dist-info/METADATA',
].join('|');

const unpack = `
import pathlib, re, sys, zipfile
for wheel in pathlib.Path(sys.argv[1]).glob("*.whl"):
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(sys.argv[2], [name for name in archive.namelist() if re.fullmatch(sys.argv[3], name)])`;

/** Unpacks what is wanted of the wheels in a folder to where they find each other. */
export async function unpackWheels(folder, target) {
  await runProcess('Unpacking TensorFlow', pythonProgram('python'), [
    '-c',
    unpack,
    folder,
    target,
    wanted,
  ]);
  const cuda = path.join(target, 'nvidia');
  if (!existsSync(cuda)) return;
  chmodSync(path.join(cuda, 'cuda_nvcc/bin/ptxas'), 0o755);
  // Where cuDNN looks for it; the wheel's own name of the folder is another.
  rmSync(path.join(cuda, 'nvrtc'), { force: true });
  symlinkSync('cuda_nvrtc', path.join(cuda, 'nvrtc'));
}

/** Unpacked beside and renamed last: a library that exists is whole. */
async function downloadLibrary({ home, pins }) {
  const folder = `${home}.download`;
  const requirement = path.join(folder, 'requirement.txt');
  // One wheel after the other, so that a download that was interrupted goes on where it was: pip
  // takes those that are there.
  for (const { name, version, line } of pins) {
    if (pins.length > 1) say(`${title}: ${name} ${version}`);
    writeStamp(requirement, line);
    // Any Python serves: the wheels' own version is named. pip's temporary copy belongs on the same
    // disk.
    const args = [
      'download',
      '--no-deps',
      '--python-version',
      '3.11',
      '--dest',
      folder,
      '-r',
      requirement,
    ];
    await runPip(`The download of ${name} ${version}`, args, { TMPDIR: folder });
  }
  await unpackWheels(folder, `${home}.partial`);
  renameSync(`${home}.partial`, home);
}

async function compileBinding({ home }, { command, version }) {
  const isMac = process.platform === 'darwin';
  const folder = path.join(home, 'tensorflow');
  const libraries = readdirSync(folder).filter((name) => name.startsWith('libtensorflow_'));
  // Found from the binding's own place, so that a clone may be moved.
  const runtimePath = `${isMac ? '@loader_path' : '$ORIGIN'}/${path.relative(path.dirname(binding), folder)}`;
  mkdirSync(path.dirname(binding), { recursive: true });
  const args = [
    ...[
      '-std=c++17',
      '-O2',
      '-fPIC',
      '-DNAPI_VERSION=8',
      '-I',
      path.join(headers, 'include'),
      '-I',
      path.join(folder, 'include'),
    ],
    ...['tfjs_backend.cc', 'tfjs_binding.cc'].map((name) => path.join(sources, name)),
    quietSession,
    ...(isMac ? ['-bundle', '-undefined', 'dynamic_lookup'] : ['-shared', `-L${folder}`]),
    ...libraries.map((name) => (isMac ? path.join(folder, name) : `-l:${name}`)),
    ...[`-Wl,-rpath,${runtimePath}`, '-o', `${binding}.partial`],
  ];
  await runProcess(`Compiling the TensorFlow binding with ${version}`, command, args);
  renameSync(`${binding}.partial`, binding);
}

/**
 * Compares every operation that the library leans on with plain JavaScript's, by the test of it in
 * a process of its own: a binding that does not fit its library crashes rather than throws.
 * @throws SetupError with what differs
 */
async function compareOperations() {
  const env = { ...process.env, TF_CPP_MIN_LOG_LEVEL: '2' };
  await runProcess(
    'The comparison',
    process.execPath,
    [inRoot('test/backend/nativeOperations.test.mjs')],
    env,
  ).catch(({ output, details }) => {
    const differing = [...new Set(output.match(/\w[^'"\n:]* differs by [\w.+-]+/g))];
    if (differing.length > 0)
      throw new SetupError(
        'Native TensorFlow computes otherwise than plain JavaScript, so it is not used:',
        differing.join('\n'),
      );
    const cure = 'run "npm run clean" and the command again, and report what follows if it stays';
    throw new SetupError(
      `The compiled TensorFlow binding does not load or crashes: ${cure}.`,
      details,
    );
  });
}

async function install() {
  const library = tensorFlowLibrary();
  // Before the download: without a compiler it would be for nothing.
  const compiler = isBuilt(library) ? undefined : findCompiler();
  if (!existsSync(library.home)) await downloadLibrary(library);
  if (compiler) {
    await compileBinding(library, compiler);
    await compareOperations();
    writeStamp(`${binding}.stamp`, currentStamp(library));
  }
  rememberVariant(library.variant);
  // The wheels, other variants and versions, and what a killed set-up left.
  for (const name of readdirSync(inRoot('.tensorflow'))) {
    if (![path.basename(library.home), 'variant.stamp'].includes(name))
      rmSync(inRoot('.tensorflow', name), { recursive: true, force: true });
  }
  return compiler && 'every operation agrees with plain JavaScript';
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
