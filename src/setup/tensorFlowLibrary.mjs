import { existsSync, readFileSync } from 'node:fs';
import { backendVariable, wantedBackend } from './backend.mjs';
import { hashOf, readStamp, writeStamp } from './files.mjs';
import { SetupError } from './messages.mjs';
import { inRoot } from './project.mjs';

/** MB of the wheels and of what is kept of them. */
const megabytes = { cpu: { download: 230, disk: 690 }, gpu: { download: 2166, disk: 3641 } };

// 'cpu' or 'gpu': which build of TensorFlow this clone has. The choice lies beside the library, so
// that `npm run clean` forgets both.
const variantStamp = inRoot('.tensorflow/variant.stamp');
let chosen;

/**
 * What the clone has, as far as set-up got to its end; what it is to have, which is this command's
 * choice or what it has.
 */
export const rememberedVariant = () => (readStamp(variantStamp) === 'gpu' ? 'gpu' : 'cpu');
export const wantedVariant = () => chosen ?? rememberedVariant();
export const rememberVariant = (variant) => writeStamp(variantStamp, variant);

/**
 * Takes the choice of `npm run setup -- --gpu` or `--cpu` for this process.
 * @throws SetupError where the options contradict each other
 */
export function chooseVariant({ gpu = false, cpu = false }) {
  if (gpu && cpu) throw new SetupError('--gpu and --cpu are two builds of TensorFlow: choose one.');
  const backend = wantedBackend() ?? 'native';
  if (gpu && backend !== 'native')
    throw new SetupError(
      `--gpu is native TensorFlow's, and --backend (or ${backendVariable}) chooses ` +
        `"${backend}": leave one of them out.`,
    );
  if (gpu || cpu) chosen = gpu ? 'gpu' : 'cpu';
  // Who asks for a GPU is not served by WebAssembly: what is missing is an error then.
  if (gpu) process.env[backendVariable] = 'native';
}

/**
 * The pinned packages of a requirements file: { name, version, hashes, line }, the line as pip
 * reads it.
 */
export function readPins(file) {
  const lines = readFileSync(file, 'utf8').replaceAll('\\\n', '').split('\n');
  return lines
    .filter((line) => /^\w/.test(line))
    .map((line) => {
      const [, name, version] = /^([\w.-]+)==(\S+)/.exec(line);
      return {
        name,
        version,
        line,
        hashes: [...line.matchAll(/--hash=sha256:(\w+)/g)].map(([, hash]) => hash),
      };
    });
}

/**
 * The native TensorFlow for this machine, in the variant that is wanted: its pinned wheels, their
 * MB, and the folder `home` where they lie side by side, as in Python's site-packages: they find
 * each other by relative paths.
 * @throws SetupError where there is none
 */
export function tensorFlowLibrary() {
  const variant = wantedVariant();
  const system = `${process.platform}-${process.arch}`;
  const file = inRoot(
    'src/setup',
    `requirements-tensorflow-${system}${variant === 'gpu' ? '-gpu' : ''}.txt`,
  );
  if (process.platform === 'win32')
    throw new SetupError(
      'There is no native TensorFlow for Windows: its wheel carries no library to compile ' +
        'against; run dae-nr inside WSL 2 (wsl --install), which is Linux.',
    );
  if (variant === 'gpu' && !existsSync(file))
    throw new SetupError(
      `There is no TensorFlow with GPU kernels for ${system}, only for Linux x64 with an ` +
        'NVIDIA GPU: "npm run setup -- --cpu" takes the one for the processor.',
    );
  if (!existsSync(file))
    throw new SetupError(
      `There is no native TensorFlow for ${system}: dae-nr runs on Linux x64 (tried), Linux ` +
        'arm64 and macOS arm64 (not tried).',
    );
  if (
    process.platform === 'linux' &&
    process.report?.getReport().header.glibcVersionRuntime === undefined
  ) {
    throw new SetupError(
      'There is no native TensorFlow for a Linux without glibc (Alpine): use a glibc ' +
        'distribution such as Debian, Ubuntu or Fedora.',
    );
  }
  const pins = readPins(file);
  const home = inRoot('.tensorflow', `${variant}-${hashOf(readFileSync(file)).slice(0, 12)}`);
  return {
    variant,
    pins,
    home,
    name: `${pins[0].name} ${pins[0].version}`,
    megabytes: megabytes[variant],
  };
}
