import type { NamedTensors } from '../backend/parameterStore';
import { tf } from '../backend/tensorflow';
import { ndArray } from '../data/ndArray';
import { encodeTop } from '../models/encoder';
import { createForwardPass } from '../models/forwardPass';
import type { LatentSummary } from '../models/latentSummary';
import type { Network } from '../models/network';

/**
 * What the codes of images look like.
 * @param images [N, 32, 32, 1], few enough for one evaluation
 * @returns null without an autoencoder
 */
export function latentStatistics({ autoencoder }: Network, parameters: NamedTensors, images: tf.Tensor4D): LatentSummary | null {
  if (autoencoder === undefined) {
    return null;
  }
  const codes = tf.tidy(() => {
    const pass = createForwardPass(parameters, false);
    return autoencoder.code(pass, encodeTop(pass, images));
  });
  const values = Float32Array.from(codes.dataSync());
  codes.dispose();
  return autoencoder.summarise(ndArray(codes.shape, values));
}
