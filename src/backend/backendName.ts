/**
 * What can compute: native TensorFlow, tfjs's WASM kernels with ours, or tfjs's plain JavaScript (a
 * reference, far too slow to train).
 */
export const backendNames = ['native', 'wasm', 'cpu'] as const;

/**
 * The environment variable that chooses; without it native TensorFlow where it can be loaded, else
 * WASM.
 */
export const backendVariable = 'DAE_NR_BACKEND';
