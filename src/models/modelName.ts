export type AutoencoderName = 'CAE' | 'VAE' | 'VQ-VAE';
export type ReadoutName = 'FR' | 'FC' | 'FM';
export type Layer = 1 | 2 | 3 | 4;

/** What the network is made of: an autoencoder, a readout of layer h_i, or one of each. */
export interface ModelName {
  /** null: a CNN that is trained on responses only. */
  readonly autoencoder: AutoencoderName | null;
  /** null: an autoencoder that is trained on images only. */
  readonly readout: ReadoutName | null;
  /** The layer h_i that is read out; null without a readout. */
  readonly layer: Layer | null;
}
