import { tf } from '../backend/tensorflow';
import { poissonEpsilon } from '../metrics/poissonLoss';
import type { ForwardPass } from '../models/forwardPass';
import type { Network, NetworkOutput } from '../models/network';
import type { Hyperparameters } from './hyperparameters';

/**
 * Squared error summed over pixels, mean over the batch (Eq. 3).
 * @param reconstruction [batch, 32, 32, 1]
 * @param images [batch, 32, 32, 1]
 */
export function reconstructionLoss(reconstruction: tf.Tensor4D, images: tf.Tensor4D): tf.Scalar {
  return tf.div(tf.sum(tf.squaredDifference(reconstruction, images)), images.shape[0]);
}

/**
 * Poisson loss summed over neurons, mean over the batch (Eq. 7): prediction - response log(prediction + 1e-5).
 * @param predicted [batch, M]
 * @param observed [batch, M]
 */
export function responseLoss(predicted: tf.Tensor2D, observed: tf.Tensor2D): tf.Scalar {
  const perNeuron = tf.sub(predicted, tf.mul(observed, tf.log(tf.add(predicted, poissonEpsilon))));
  return tf.div(tf.sum(perNeuron), observed.shape[0]);
}

/**
 * Treves-Rolls-like sparsity of a layer, L1 norm over sqrt(units) times L2 norm, mean over the batch: 1 for equal activity, near 0 for few active units.
 * Scale-free, so that the batch norm before it cannot lower it by shrinking its scale; ELU's negative values count by magnitude.
 * @param hidden [batch, size, size, channels]
 */
export function activationDensity(hidden: tf.Tensor4D): tf.Scalar {
  const [batch, height, width, channels] = hidden.shape;
  const flat = hidden.reshape([batch, -1]);
  const l1 = tf.sum(tf.abs(flat), 1);
  const l2 = tf.sqrt(tf.add(tf.sum(tf.square(flat), 1), 1e-12));
  return tf.mean(tf.div(l1, tf.mul(l2, Math.sqrt(height * width * channels))));
}

/**
 * The training loss of a batch (Eq. 3 plus the sparsity constraints of Sec. 3): alpha x (reconstruction + cost of the code) + beta x responses
 * + readoutSparsity x the regulariser of the readout + activationSparsity x density of h_i.
 */
export function trainingLoss(
  network: Network,
  pass: ForwardPass,
  output: NetworkOutput,
  images: tf.Tensor4D,
  responses: tf.Tensor2D,
  hyperparameters: Hyperparameters,
): tf.Scalar {
  const terms: tf.Tensor[] = [];
  if (output.reconstruction !== undefined) {
    terms.push(tf.mul(hyperparameters.alpha, reconstructionLoss(output.reconstruction, images)));
    if (output.latentLoss !== undefined) {
      terms.push(tf.mul(hyperparameters.alpha, output.latentLoss));
    }
  }
  if (network.readout !== undefined && output.responses !== undefined) {
    terms.push(tf.mul(hyperparameters.beta, responseLoss(output.responses, responses)));
    if (hyperparameters.readoutSparsity > 0) {
      terms.push(tf.mul(hyperparameters.readoutSparsity, network.readout.penalty(pass)));
    }
  }
  if (hyperparameters.activationSparsity > 0) {
    const sparseLayer = network.name.layer ?? hyperparameters.sparseLayer;
    terms.push(tf.mul(hyperparameters.activationSparsity, activationDensity(output.hidden[sparseLayer - 1])));
  }
  return tf.addN(terms) as tf.Scalar;
}
