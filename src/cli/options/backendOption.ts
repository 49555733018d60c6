import { Option } from 'commander';
import { backendNames, backendVariable } from '../../backend/backendName';

export interface BackendOption {
  readonly backend?: string;
}

/** The option that chooses what computes, for every command that trains. */
export function backendOption(): Option {
  return new Option('--backend <name>', `what computes (default: ${backendVariable}, else native TensorFlow where it can be loaded, else WASM)`).choices([...backendNames]);
}

/** Passes the choice on to this process, before it loads tfjs, and to its worker processes. */
export function applyBackendOption({ backend }: BackendOption): void {
  if (backend !== undefined) {
    process.env[backendVariable] = backend;
  }
}
