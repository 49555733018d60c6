import { standardDeviation } from 'simple-statistics';
import { tf } from '../backend/tensorflow';
import { column, type NdArray } from '../data/ndArray';
import type { Autoencoder } from './autoencoder';
import { cae, codeLength, decodeDenseCode, denseCode, flattened, topUnits } from './cae';
import { declareDense, dense } from './layers';

// One wild step must not make e^x infinite. A clip rather than a bend, so that inside the range,
// which reaches far beyond the posteriors that pay off (standard deviation 5e-5 to 150), the layer
// is the log-variance itself.
const smallestLogVariance = -20;
const largestLogVariance = 10;

/**
 * KL divergence of N(mean, exp(logVariance)) from the prior N(0, 1), summed over dimensions, mean
 * over the batch (Kingma & Welling 2014, App. B).
 * @param mean [batch, dimensions]
 * @param logVariance [batch, dimensions]
 */
export function klDivergence(mean: tf.Tensor2D, logVariance: tf.Tensor2D): tf.Scalar {
  const perDimension = tf.sub(tf.add(tf.square(mean), tf.exp(logVariance)), tf.add(logVariance, 1));
  return tf.div(tf.sum(perDimension), 2 * mean.shape[0]);
}

/** The reparametrised sample: gradients reach mean and variance, the noise is given. */
function sample(mean: tf.Tensor2D, logVariance: tf.Tensor2D, noise: tf.Tensor): tf.Tensor2D {
  return tf.add(mean, tf.mul(tf.exp(tf.div(logVariance, 2)), noise));
}

// Burda, Grosse & Salakhutdinov 2016, Sec. 5.2.
const activeVariance = 0.01;

/**
 * Burda et al. 2016: dimensions in which the variance over images of the posterior mean exceeds
 * .01.
 * @param means posterior means [N, dimensions]
 */
export function countActiveUnits(means: NdArray): number {
  return Array.from(
    { length: means.shape[1] },
    (_, dimension) => standardDeviation(column(means, dimension)) ** 2,
  ).filter((variance) => variance > activeVariance).length;
}

/**
 * Variational autoencoder: the CAE with a normal posterior over its code and the prior N(0, 1).
 * Pixels are normal around the reconstruction with one variance s2, so -log p(x|z) = |x - x_hat|^2
 * / (2 s2) + constant; the ELBO times 2 s2 is the CAE's squared error plus 2 s2 KL. A sample
 * decodes in training passes, the mean otherwise.
 * @param outputVariance s2
 */
export function createVae(outputVariance: number): Autoencoder {
  return {
    declare: (table, random, settings) => {
      cae.declare(table, random, settings);
      declareDense(table, 'logVariance', topUnits, codeLength(settings), random);
    },
    reconstruct: (pass, hidden) => {
      // The posterior of the code, [batch, 100] both.
      const mean = denseCode(pass, hidden);
      const logVariance = tf.clipByValue(
        dense(pass, 'logVariance', flattened(hidden)),
        smallestLogVariance,
        largestLogVariance,
      ) as tf.Tensor2D;
      const code = pass.training
        ? sample(mean, logVariance, pass.noise().normal(mean.shape))
        : mean;
      return {
        images: decodeDenseCode(pass, code),
        latentLoss: tf.mul<tf.Scalar>(klDivergence(mean, logVariance), 2 * outputVariance),
      };
    },
    code: cae.code,
    summarise: (codes) => ({ ...cae.summarise(codes), activeUnits: countActiveUnits(codes) }),
  };
}
