import { tf } from '../backend/tensorflow';
import { ndArray } from '../data/ndArray';
import { architecture, layerShape } from './architecture';
import type { Autoencoder } from './autoencoder';
import { declareDecoder, decode } from './decoder';
import { dense } from './dense';
import type { ForwardPass } from './forwardPass';
import { codebookUse } from './latentSummary';
import type { NetworkSettings } from './networkSettings';
import { declareDense } from './parameters';
import { codebookLoss, commitmentLoss, nearestCodes, quantized, straightThrough } from './vectorQuantization';

const top = layerShape(architecture.encoder.length);
const positions = top.size * top.size;

/** The two readings of the paper's "32 x 256". */
const codebooks = {
  '256 codes of 32': { codes: 256, dimensions: 32 },
  '32 codes of 256': { codes: 32, dimensions: 256 },
} as const;

/**
 * VQ-VAE (van den Oord et al. 2017): each position of an 8 x 8 grid is one entry of a codebook, uniform prior.
 * Codebook and commitment terms are summed over positions and dimensions, mean over the batch, as the reconstruction error is.
 */
export function createVqVae(codebook: NonNullable<NetworkSettings['codebook']>): Autoencoder {
  const { codes, dimensions } = codebooks[codebook];

  // A 1x1 convolution is a dense layer of every position.
  const project = (pass: ForwardPass, hidden: tf.Tensor4D): tf.Tensor2D =>
    dense(pass, 'projection', hidden.reshape([-1, top.channels]) as tf.Tensor2D);
  const entries = (pass: ForwardPass): tf.Tensor2D => pass.parameter('codebook/codes') as tf.Tensor2D;

  return {
    declare: (table, random, settings) => {
      declareDense(table, 'projection', top.channels, dimensions, random);
      const { initialCodeDeviation } = architecture.quantization;
      const values = Float32Array.from({ length: codes * dimensions }, () => random.normal() * initialCodeDeviation);
      table.initial['codebook/codes'] = ndArray([codes, dimensions], values);
      table.trainable.push('codebook/codes');
      declareDecoder(table, dimensions, random, settings);
    },
    reconstruct: (pass, hidden) => {
      const vectors = project(pass, hidden);
      const nearest = quantized(vectors, entries(pass));
      const grid = straightThrough(vectors, nearest).reshape([-1, top.size, top.size, dimensions]) as tf.Tensor4D;
      const cost = tf.add(
        codebookLoss(vectors, nearest),
        tf.mul(architecture.quantization.commitment, commitmentLoss(vectors, nearest)),
      );
      return { images: decode(pass, grid), latentLoss: tf.div<tf.Scalar>(cost, hidden.shape[0]) };
    },
    code: (pass, hidden) => nearestCodes(project(pass, hidden), entries(pass)).reshape([-1, positions]),
    summarise: (chosen) => ({ bitsPerImage: positions * Math.log2(codes), activeUnits: null, ...codebookUse(chosen) }),
  };
}
