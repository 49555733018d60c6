import type { Hyperparameters } from '../training/hyperparameters';
import { encoderRun } from './encoderRun';
import type { NamedRun } from './runInventory';
import type { RunSpecification } from './specification';
import { specificationHash } from './specificationHash';

// Processor time of a step beside the CAE's, measured on one thread.
const autoencoderShares = { CAE: 1, VAE: 1.1, 'VQ-VAE': 0.95 } as const;

/** How many steps a training is expected to take: each of its two stages ends with one patience in vain, and the best weights come about one patience before that. */
export function expectedSteps({ maxSteps, patience }: Pick<Hyperparameters, 'maxSteps' | 'patience'>): number {
  return Math.min(maxSteps, 3 * patience);
}

/**
 * How long a run may take, in arbitrary units that only compare runs with each other: the pool starts the longest first,
 * so that no long one is left alone at the end. Rough shares of one step of the reference architecture.
 */
export function runCost({ autoencoder, readout, layer, hyperparameters, frozenEncoder }: RunSpecification): number {
  const steps = expectedSteps(hyperparameters);
  if (frozenEncoder !== undefined) {
    // A step without the autoencoder takes a tenth of one with it, and a readout alone takes about three times as many.
    return frozenEncoder.mapping === 'unfitted' ? 0 : steps * 0.3;
  }
  const shared = autoencoder === null ? 0.08 + 0.08 * (layer ?? 0) : autoencoderShares[autoencoder];
  const readoutShare = readout === 'FC' ? 0.15 : readout === null ? 0 : 0.1;
  return steps * (shared + readoutShare);
}

/** The order in which a pool starts its runs: the longest first, together with what has to wait for it. */
export function longestFirst(runs: readonly NamedRun[]): NamedRun[] {
  const costs = new Map(runs.map(({ hash, specification }) => [hash, runCost(specification)]));
  for (const { specification } of runs) {
    const encoder = encoderRun(specification);
    const hash = encoder && specificationHash(encoder);
    if (hash !== undefined && costs.has(hash)) {
      costs.set(hash, costs.get(hash)! + runCost(specification));
    }
  }
  return [...runs].sort((left, right) => costs.get(right.hash)! - costs.get(left.hash)!);
}
