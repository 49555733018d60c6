import type { tf } from '../backend/tensorflow';
import type { NdArray } from '../data/ndArray';
import type { Random } from '../data/random';
import type { NetworkSettings } from './architecture';
import type { ForwardPass } from './forwardPass';
import type { DeclaredParameters } from './layers';

/** What an autoencoder makes of an image. */
export interface Reconstruction {
  /** [batch, 32, 32, 1] in (-1, 1) */
  readonly images: tf.Tensor4D;
  /**
   * What the code costs (KL divergence, codebook and commitment), on the scale of the squared error
   * summed over pixels, mean over the batch; undefined where it costs nothing.
   */
  readonly latentLoss: tf.Scalar | undefined;
}

/**
 * What a trained autoencoder's codes of images look like; null where the code has no such thing.
 */
export interface LatentSummary {
  /** Size of one image's code as it is stored. */
  readonly bitsPerImage: number;
  /** VAE: dimensions whose posterior mean varies over images. */
  readonly activeUnits: number | null;
  /** VQ-VAE: entries of the codebook that any position of any image uses. */
  readonly usedCodes: number | null;
  /**
   * VQ-VAE: 2 to the entropy of the entries' frequencies; the number of codes if all were used
   * equally.
   */
  readonly perplexity: number | null;
}

/** What every autoencoder adds to the shared encoder: its latent code and its decoder. */
export interface Autoencoder {
  readonly declare: (random: Random, settings: NetworkSettings) => DeclaredParameters;
  /** @param top h_4, [batch, 8, 8, 64] */
  readonly reconstruct: (pass: ForwardPass, top: tf.Tensor4D) => Reconstruction;
  /**
   * The code without sampling: the numbers of CAE and VAE [batch, 100], the indices of a VQ-VAE's
   * entries [batch, 64].
   * @param top h_4, [batch, 8, 8, 64]
   */
  readonly code: (pass: ForwardPass, top: tf.Tensor4D) => tf.Tensor2D;
  /** @param codes of many images, as `code` gives them */
  readonly summarise: (codes: NdArray) => LatentSummary;
}
