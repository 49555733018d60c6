import type { tf } from '../backend/tensorflow';
import type { Random } from '../data/random';
import type { ForwardPass } from './forwardPass';
import type { ParameterTable } from './parameters';

/** What every autoencoder adds to the shared encoder: its latent code and its decoder. */
export interface Autoencoder {
  readonly declare: (table: ParameterTable, random: Random) => void;
  /**
   * @param top h_4, [batch, 8, 8, 64]
   * @returns reconstructed images [batch, 32, 32, 1] in (-1, 1)
   */
  readonly reconstruct: (pass: ForwardPass, top: tf.Tensor4D) => tf.Tensor4D;
}
