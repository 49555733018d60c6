import type { tf } from '../backend/tensorflow';
import type { Random } from '../data/random';
import type { ForwardPass } from './forwardPass';
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
  readonly declare: (table: ParameterTable, random: Random) => void;
  /** @param top h_4, [batch, 8, 8, 64] */
  readonly reconstruct: (pass: ForwardPass, top: tf.Tensor4D) => Reconstruction;
}
