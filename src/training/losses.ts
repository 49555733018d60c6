import { tf } from '../backend/tensorflow';
import { UserError } from '../errors';
import { poissonEpsilon } from '../metrics/responseScores';
import type { ForwardPass } from '../models/forwardPass';
import type { Network, NetworkOutput } from '../models/network';
import type { Hyperparameters } from './training';

// Most gradients are written out: tfjs's own go through a dozen small operations for every |x|, sum
// and quotient, which on a batch of this size take longer than the numbers they compute.

/**
 * Squared error summed over pixels, mean over the batch (Eq. 3).
 * @param reconstruction [batch, 32, 32, 1]
 * @param images [batch, 32, 32, 1]
 */
export function reconstructionLoss(reconstruction: tf.Tensor4D, images: tf.Tensor4D): tf.Scalar {
  return tf.div(tf.sum(tf.squaredDifference(reconstruction, images)), images.shape[0]);
}

/**
 * Poisson loss summed over neurons, mean over the batch (Eq. 7): prediction - response
 * log(prediction + 1e-5).
 * @param predicted [batch, M]
 * @param observed [batch, M]
 */
export function responseLoss(predicted: tf.Tensor2D, observed: tf.Tensor2D): tf.Scalar {
  const batch = observed.shape[0];
  const loss = tf.customGrad((rate, save) => {
    const shifted = tf.add(rate as tf.Tensor, poissonEpsilon);
    (save as tf.GradSaveFunc)([shifted]);
    return {
      value: tf.div(
        tf.sum(tf.sub(rate as tf.Tensor, tf.mul(observed, tf.log(shifted)))),
        batch,
      ) as tf.Scalar,
      gradFunc: (dy: tf.Tensor, [saved]: tf.Tensor[]) =>
        tf.mul(tf.sub(1, tf.div(observed, saved)), tf.div(dy, batch)),
    };
  });
  return loss(predicted) as tf.Scalar;
}

/**
 * Treves-Rolls-like sparsity of a layer, L1 norm over sqrt(units) times L2 norm, mean over the
 * batch: 1 for equal activity, near 0 for few active units. Scale-free, so that the batch norm
 * before it cannot lower it by shrinking its scale; ELU's negative values count by magnitude.
 * @param hidden [batch, size, size, channels]
 */
export function activationDensity(hidden: tf.Tensor4D): tf.Scalar {
  const [batch, height, width, channels] = hidden.shape;
  const unitsRoot = Math.sqrt(height * width * channels);
  const density = tf.customGrad((flat, save) => {
    const l1 = tf.sum(tf.abs(flat as tf.Tensor), 1, true);
    const l2 = tf.sqrt(tf.add(tf.sum(tf.square(flat as tf.Tensor), 1, true), 1e-12));
    const ratio = tf.div(l1, l2);
    (save as tf.GradSaveFunc)([flat as tf.Tensor, l2, ratio]);
    return {
      value: tf.div(tf.sum(ratio), batch * unitsRoot) as tf.Scalar,
      // d (l1 / l2) / dx = (sign x - (l1 / l2) x / l2) / l2
      gradFunc: (dy: tf.Tensor, [savedFlat, savedL2, savedRatio]: tf.Tensor[]) =>
        tf.mul(
          tf.sub(tf.sign(savedFlat), tf.mul(savedFlat, tf.div(savedRatio, savedL2))),
          tf.div(tf.div(dy, batch * unitsRoot), savedL2),
        ),
    };
  });
  return density(hidden.reshape([batch, -1])) as tf.Scalar;
}

/**
 * Refuses numbers that the network was made without: they would name another training than the one
 * that runs.
 */
function requireSameSettings({ settings }: Network, hyperparameters: Hyperparameters): void {
  for (const name of ['outputVariance', 'normalization', 'latentDimensions'] as const) {
    const [made, told] = [settings[name], hyperparameters[name]];
    if (made === undefined || told === undefined || made === told) continue;
    throw new UserError(
      `The network was made with the ${name} ${made}, but its hyper-parameters say ${told}: ` +
        'make it with createNetwork(model, hyperparameters).',
    );
  }
}

/**
 * The training loss of a batch (Eq. 3 plus the sparsity constraints of Sec. 3): alpha x
 * (reconstruction + cost of the code) + beta x responses + readoutSparsity x the regulariser of the
 * readout + activationSparsity x density of h_i.
 * @throws UserError where the hyper-parameters name another network than this one
 */
export function trainingLoss(
  network: Network,
  pass: ForwardPass,
  output: NetworkOutput,
  images: tf.Tensor4D,
  responses: tf.Tensor2D,
  hyperparameters: Hyperparameters,
): tf.Scalar {
  requireSameSettings(network, hyperparameters);
  const terms: tf.Tensor[] = [];
  if (output.reconstruction !== undefined) {
    terms.push(tf.mul(hyperparameters.alpha, reconstructionLoss(output.reconstruction, images)));
    if (output.latentLoss !== undefined)
      terms.push(tf.mul(hyperparameters.alpha, output.latentLoss));
  }
  if (network.readout !== undefined && output.responses !== undefined) {
    terms.push(tf.mul(hyperparameters.beta, responseLoss(output.responses, responses)));
    if (hyperparameters.readoutSparsity > 0)
      terms.push(tf.mul(hyperparameters.readoutSparsity, network.readout.penalty(pass)));
  }
  if (hyperparameters.activationSparsity > 0) {
    const sparseLayer = output.hidden[(network.layer ?? hyperparameters.sparseLayer) - 1];
    if (sparseLayer === undefined)
      throw new UserError(
        'A model of the image itself has no layer h_i to be sparse: set its ' +
          'activationSparsity to 0.',
      );
    terms.push(tf.mul(hyperparameters.activationSparsity, activationDensity(sparseLayer)));
  }
  return tf.addN(terms) as tf.Scalar;
}
