import type { RunSpecification } from './specification';

/**
 * How long a run may take, in arbitrary units that only compare runs with each other: the pool starts the longest first,
 * so that no long one is left alone at the end. Rough shares of one step of the reference architecture.
 */
export function runCost({ autoencoder, readout, layer, hyperparameters }: RunSpecification): number {
  const encoder = autoencoder === null ? 0.3 + 0.05 * (layer ?? 0) : 1;
  const readoutShare = readout === 'FC' ? 0.4 : readout === null ? 0 : 0.1;
  return hyperparameters.maxSteps * (encoder + readoutShare);
}
