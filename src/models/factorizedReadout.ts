import { tf } from '../backend/tensorflow';
import { layerShape } from './architecture';
import { declareTrained } from './layers';
import { declareResponseBias, predictResponses, smallNormal, type Readout } from './readout';

// Assumption: small, so that training starts at every neuron's mean response.
const initialDeviation = 0.05;

/**
 * FR, Eq. 5 (Klindt et al. 2017): s_m = softplus(sum over positions p and channels c of mask[p, m] h[p, c] feature[c, m] + b_m).
 * The masks may have either sign: the paper states no constraint (assumption).
 */
export const factorizedReadout: Readout = {
  declare: (table, layer, { meanResponses }, random) => {
    const { size, channels } = layerShape(layer);
    const neurons = meanResponses.length;
    declareTrained(table, 'readout/mask', smallNormal([size * size, neurons], initialDeviation, random));
    declareTrained(table, 'readout/features', smallNormal([channels, neurons], initialDeviation, random));
    declareResponseBias(table, meanResponses);
  },
  predict: (pass, hidden) => {
    const [, height, width, channels] = hidden.shape;
    const mask = pass.parameter('readout/mask'); // [positions, M]
    const features = pass.parameter('readout/features'); // [channels, M]
    const neurons = mask.shape[1] as number;
    // The outer product first: it does not grow with the batch, so one matrix product over the batch is left.
    const weights = tf.mul(mask.reshape([height * width, 1, neurons]), features.reshape([1, channels, neurons]));
    return predictResponses(pass, hidden, weights.reshape([height * width * channels, neurons]));
  },
  // The L1 norm of the outer product is the product of the L1 norms: rescaling mask against features cannot undo it (Klindt et al. 2017).
  penalty: (pass) => {
    const penalty = tf.customGrad((mask, features, save) => {
      const maskNorms = tf.sum(tf.abs(mask as tf.Tensor), 0); // [M]
      const featureNorms = tf.sum(tf.abs(features as tf.Tensor), 0);
      (save as tf.GradSaveFunc)([mask as tf.Tensor, features as tf.Tensor, maskNorms, featureNorms]);
      return {
        value: tf.sum(tf.mul(maskNorms, featureNorms)) as tf.Scalar,
        // Written out: tfjs's own gradient of |x| takes six operations.
        gradFunc: (dy: tf.Tensor, [savedMask, savedFeatures, savedMaskNorms, savedFeatureNorms]: tf.Tensor[]) => [
          tf.mul(tf.sign(savedMask), tf.mul(dy, savedFeatureNorms)),
          tf.mul(tf.sign(savedFeatures), tf.mul(dy, savedMaskNorms)),
        ],
      };
    });
    return penalty(pass.parameter('readout/mask'), pass.parameter('readout/features')) as tf.Scalar;
  },
  factors: (weights) => ({ mask: weights['readout/mask'], featureWeights: weights['readout/features'] }),
};
