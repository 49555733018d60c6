import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { backendVariable, wantedBackend } from './backend.mjs';
import { inRoot } from './project.mjs';
import { SetupError } from './setupError.mjs';
import { readStamp, writeStamp } from './stamp.mjs';

// 'cpu' or 'gpu': which build of TensorFlow this clone has. The choice lies beside the library, so that `npm run clean` forgets both.
export const variantStamp = inRoot('.tensorflow/variant.stamp');

let chosen;

/** What the clone has, as far as set-up got to its end. */
export const rememberedVariant = () => (readStamp(variantStamp) === 'gpu' ? 'gpu' : 'cpu');

/** What it is to have: this command's choice, else what it has. */
export const wantedVariant = () => chosen ?? rememberedVariant();

/** Remembers it for every later command, once it is installed. */
export function rememberVariant(variant) {
  if (variant === rememberedVariant()) return;
  mkdirSync(path.dirname(variantStamp), { recursive: true });
  writeStamp(variantStamp, variant);
}

/**
 * Takes the choice of `npm run setup -- --gpu` or `--cpu` for this process.
 * @throws SetupError where the options contradict each other
 */
export function chooseVariant({ gpu = false, cpu = false }) {
  if (gpu && cpu) throw new SetupError('--gpu and --cpu are two builds of TensorFlow: choose one.');
  if (!gpu && !cpu) return;
  const backend = wantedBackend();
  if (gpu && backend !== undefined && backend !== 'native') {
    throw new SetupError(`--gpu is native TensorFlow's, and --backend (or ${backendVariable}) chooses "${backend}": leave one of them out.`);
  }
  chosen = gpu ? 'gpu' : 'cpu';
  // Who asks for a GPU is not served by WebAssembly: what is missing is an error then.
  if (gpu) process.env[backendVariable] = 'native';
}
