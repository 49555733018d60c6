import { UserError } from '../errors';

export const autoencoderNames = ['CAE', 'VAE', 'VQ-VAE'] as const;
export const readoutNames = ['FR', 'FC', 'FM'] as const;
export const layers = [1, 2, 3, 4] as const;

export type AutoencoderName = (typeof autoencoderNames)[number];
export type ReadoutName = (typeof readoutNames)[number];
export type Layer = (typeof layers)[number];

/** What the network is made of: an autoencoder, a readout of layer h_i, or one of each. */
export interface ModelName {
  /** null: a CNN that is trained on responses only. */
  readonly autoencoder: AutoencoderName | null;
  /** null: an autoencoder that is trained on images only. */
  readonly readout: ReadoutName | null;
  /** The layer h_i that is read out; null without a readout. */
  readonly layer: Layer | null;
}

/** The name the paper's tables use: `CAE`, `CNN-FR2`, `VQ-VAE-FC4`. */
export function formatModelName({ autoencoder, readout, layer }: ModelName): string {
  return readout === null ? String(autoencoder) : `${autoencoder ?? 'CNN'}-${readout}${layer}`;
}

/**
 * Reads a name as the paper's tables write it.
 * @throws UserError for a name that is not one of them.
 * @example parseModelName('CAE-FR2') // => { autoencoder: 'CAE', readout: 'FR', layer: 2 }
 */
export function parseModelName(name: string): ModelName {
  const match = /^(CNN|CAE|VAE|VQ-VAE)(?:-(FR|FC|FM)([1-4]))?$/.exec(name);
  if (match === null || (match[1] === 'CNN' && match[2] === undefined)) {
    throw new UserError(
      `Unknown model "${name}": write an autoencoder (CAE, VAE, VQ-VAE), a readout of a CNN ` +
        '(CNN-FR1 ... CNN-FM4), or both (CAE-FR2).',
    );
  }
  return {
    autoencoder: match[1] === 'CNN' ? null : (match[1] as AutoencoderName),
    readout: (match[2] ?? null) as ReadoutName | null,
    layer: match[3] === undefined ? null : (Number(match[3]) as Layer),
  };
}
