import type { Hyperparameters } from '../training/hyperparameters';

export type AutoencoderName = 'CAE' | 'VAE' | 'VQ-VAE';
export type ReadoutName = 'FR' | 'FC' | 'FM';
export type Layer = 1 | 2 | 3 | 4;
/** IR: image reconstruction. NRS: neural representation similarity. The paper tunes the two separately. */
export type Task = 'IR' | 'NRS';
export type PresetName = 'smoke' | 'quick' | 'paper';

/** What the network is made of: an autoencoder, a readout of layer h_i, or one of each. */
export interface ModelName {
  /** null: a CNN that is trained on responses only. */
  readonly autoencoder: AutoencoderName | null;
  /** null: an autoencoder that is trained on images only. */
  readonly readout: ReadoutName | null;
  /** The layer h_i that is read out; null without a readout. */
  readonly layer: Layer | null;
}

/** Everything that decides the result of one training, as plain data. Its hash names the run's record. */
export interface RunSpecification extends ModelName {
  readonly dataset: string;
  readonly dataFingerprint: string;
  readonly region: number;
  readonly task: Task;
  /** All neurons of the region, or the indices of those that are fitted. */
  readonly neurons: 'all' | readonly number[];
  readonly preset: PresetName;
  readonly seed: number;
  readonly hyperparameters: Hyperparameters;
}
