import { SetupError } from './messages.mjs';

/**
 * The variable by which the library, its workers and its notebooks learn what computes;
 * src/backend/backendName.ts has it too.
 */
export const backendVariable = 'DAE_NR_BACKEND';

const names = ['native', 'wasm', 'cpu'];

/** WASM's training step beside the native one (CAE-FR2, batch 32, one thread, `npm run bench`). */
export const withoutNative = 'WebAssembly computes instead, about five times slower';

/**
 * Passes `--backend NAME` among a command's arguments on, as the variable, to the set-up and to
 * whatever it starts.
 */
export function adoptBackend(args) {
  const at = args.findLastIndex((arg) => arg === '--backend' || arg.startsWith('--backend='));
  const name = args[at]?.split('=')[1] ?? args[at + 1];
  if (at !== -1 && name !== undefined) process.env[backendVariable] = name;
}

/**
 * What is to compute: 'native', 'wasm', 'cpu', or undefined for whatever is there.
 * @throws SetupError for an unknown name
 */
export function wantedBackend() {
  const name = process.env[backendVariable] || undefined;
  if (name === undefined || names.includes(name)) return name;
  throw new SetupError(
    `"${name}" is no backend: choose ${names.join(', ')} (--backend or ${backendVariable}), ` +
      'or leave it out.',
  );
}
