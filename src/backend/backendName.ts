import { UserError } from '../errors';

/** What can compute: native TensorFlow, tfjs's WASM kernels with ours, or tfjs's plain JavaScript (a reference, far too slow to train). */
export const backendNames = ['native', 'wasm', 'cpu'] as const;
export type BackendName = (typeof backendNames)[number];

/** The environment variable that chooses; without it native TensorFlow where it can be loaded, else WASM. */
export const backendVariable = 'DAE_NR_BACKEND';

/**
 * Reads a backend's name.
 * @param text undefined or empty: whatever is there
 * @throws UserError for an unknown name
 */
export function requestedBackend(text: string | undefined): BackendName | undefined {
  if (text === undefined || text === '') {
    return undefined;
  }
  const name = backendNames.find((known) => known === text);
  if (name === undefined) {
    throw new UserError(`${backendVariable} is "${text}", which is no backend: choose ${backendNames.join(', ')}, or leave it out.`);
  }
  return name;
}
