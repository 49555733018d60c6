import type { tf } from '../backend/tensorflow';
import type { NdArray } from '../data/ndArray';
import type { Random } from '../data/random';
import type { ForwardPass } from './forwardPass';
import type { LatentSummary } from './latentSummary';
import type { NetworkSettings } from './networkSettings';
import type { ParameterTable } from './parameters';

/** What an autoencoder makes of an image. */
export interface Reconstruction {
  /** [batch, 32, 32, 1] in (-1, 1) */
  readonly images: tf.Tensor4D;
  /** What the code costs (KL divergence, codebook and commitment), on the scale of the squared error summed over pixels, mean over the batch; undefined where it costs nothing. */
  readonly latentLoss: tf.Scalar | undefined;
}

/** What every autoencoder adds to the shared encoder: its latent code and its decoder. */
export interface Autoencoder {
  readonly declare: (table: ParameterTable, random: Random, settings: NetworkSettings) => void;
  /** @param top h_4, [batch, 8, 8, 64] */
  readonly reconstruct: (pass: ForwardPass, top: tf.Tensor4D) => Reconstruction;
  /**
   * The code without sampling: the numbers of CAE and VAE [batch, 100], the indices of a VQ-VAE's entries [batch, 64].
   * @param top h_4, [batch, 8, 8, 64]
   */
  readonly code: (pass: ForwardPass, top: tf.Tensor4D) => tf.Tensor2D;
  /** @param codes of many images, as `code` gives them */
  readonly summarise: (codes: NdArray) => LatentSummary;
}
