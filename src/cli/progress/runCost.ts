import type { RunSpecification } from '../../runs/specification';

// Processor time of a step beside the CAE's, measured on one thread.
const autoencoderShares = { CAE: 1, VAE: 1.1, 'VQ-VAE': 0.95 } as const;
/** What a run takes before and after its steps, in steps of the CAE. */
export const fixedCost = 40;

/** How many steps a training is expected to take: each of its stages ends with one patience in vain, and the best weights come about one patience before that. */
export function expectedSteps({ hyperparameters: { maxSteps, patience, stages } }: RunSpecification): number {
  return Math.min(maxSteps, (stages + 1) * patience);
}

/** How long a run may take, in steps of the CAE: compares runs with each other as long as nothing like them has been measured. */
export function runCost(specification: RunSpecification): number {
  const { autoencoder, readout, layer, hyperparameters, frozenEncoder } = specification;
  const steps = expectedSteps(specification);
  if (frozenEncoder !== undefined) {
    // A step without the autoencoder takes a tenth of one with it, and a readout alone takes about three times as many.
    return fixedCost + (frozenEncoder.mapping === 'unfitted' ? 0 : steps * 0.3);
  }
  const shared = autoencoder === null ? 0.08 + 0.08 * (layer ?? 0) : autoencoderShares[autoencoder];
  const readoutShare = readout === 'FC' ? 0.15 : readout === null ? 0 : 0.1;
  // Flipped images for the autoencoder, originals for the readout: the encoder runs twice.
  const secondPass = autoencoder !== null && readout !== null && hyperparameters.augmentation !== 'none' ? 0.4 : 0;
  return fixedCost + steps * (shared + readoutShare + secondPass);
}
