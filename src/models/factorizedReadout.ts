import { tf } from '../backend/tensorflow';
import { ndArray, type NdArray } from '../data/ndArray';
import { architecture } from './architecture';
import type { ForwardPass } from './forwardPass';
import { smallNormal } from './layers';
import { predictResponses, responseBias, type Readout } from './readout';

// Assumption: small, so that training starts at every neuron's mean response.
const initialDeviation = 0.05;

/**
 * @param hidden [batch, size, size, channels]
 * @param mask [positions, M]
 * @param features [channels, M]
 * @returns predicted responses [batch, M], positive
 */
export function predictFromFactors(
  pass: ForwardPass,
  hidden: tf.Tensor4D,
  mask: tf.Tensor,
  features: tf.Tensor,
): tf.Tensor2D {
  const [positions, neurons] = mask.shape as [number, number];
  // The outer product first: it does not grow with the batch, so one matrix product over the batch
  // is left.
  const weights = tf.mul(mask.reshape([positions, 1, neurons]), features.reshape([1, -1, neurons]));
  return predictResponses(pass, hidden, weights.reshape([-1, neurons]));
}

/** Mask and feature weights among the weights of FR, of FM, and of Klindt's readout. */
export const factors: NonNullable<Readout['factors']> = (weights) => ({
  mask: weights['readout/mask'],
  featureWeights: weights['readout/features'],
});

/**
 * FR, Eq. 5 (Klindt et al. 2017): s_m = softplus(sum over positions p and channels c of mask[p, m]
 * h[p, c] feature[c, m] + b_m). The masks may have either sign: the paper states no constraint
 * (assumption).
 */
export const factorizedReadout: Readout = {
  declare: ({ size, channels, meanResponses, random }) => {
    const neurons = meanResponses.length;
    return {
      trained: {
        'readout/mask': smallNormal([size * size, neurons], initialDeviation, random),
        'readout/features': smallNormal([channels, neurons], initialDeviation, random),
        'readout/bias': responseBias(meanResponses),
      },
    };
  },
  predict: (pass, hidden) =>
    predictFromFactors(
      pass,
      hidden,
      pass.parameter('readout/mask'),
      pass.parameter('readout/features'),
    ),
  // The L1 norm of the outer product is the product of the L1 norms: rescaling mask against
  // features cannot undo it (Klindt et al. 2017).
  penalty: (pass) => {
    const penalty = tf.customGrad((mask, features, save) => {
      const maskNorms = tf.sum(tf.abs(mask as tf.Tensor), 0); // [M]
      const featureNorms = tf.sum(tf.abs(features as tf.Tensor), 0);
      (save as tf.GradSaveFunc)([
        mask as tf.Tensor,
        features as tf.Tensor,
        maskNorms,
        featureNorms,
      ]);
      return {
        value: tf.sum(tf.mul(maskNorms, featureNorms)) as tf.Scalar,
        // Written out: tfjs's own gradient of |x| takes six operations.
        gradFunc: (
          dy: tf.Tensor,
          [savedMask, savedFeatures, savedMaskNorms, savedFeatureNorms]: tf.Tensor[],
        ) => [
          tf.mul(tf.sign(savedMask), tf.mul(dy, savedFeatureNorms)),
          tf.mul(tf.sign(savedFeatures), tf.mul(dy, savedMaskNorms)),
        ],
      };
    });
    return penalty(pass.parameter('readout/mask'), pass.parameter('readout/features')) as tf.Scalar;
  },
  factors,
};

// Assumption: one position carries the whole drive, which so begins about as small as that of the
// factorized readout.
const fixedMaskDeviation = 0.02;

/**
 * The cell of a grid that looks at a place of the image. Unit u of a layer of side `size` is
 * centred on the pixels [u, u + 1) x 32 / size, because every strided convolution of the encoder is
 * padded alike on both sides.
 * @param position row or column in pixels of the 32 x 32 image, pixel centres at whole numbers
 */
function cellOf(position: number, size: number): number {
  const cell = Math.floor(((position + 0.5) * size) / architecture.imageSize);
  return Math.min(size - 1, Math.max(0, cell));
}

/**
 * One-hot masks at the neurons' receptive fields.
 * @param centres [row, column] in pixels of the 32 x 32 image, one a neuron
 * @param size side of the layer's grid
 * @returns [positions, M]
 */
export function oneHotMasks(
  centres: readonly (readonly [row: number, column: number])[],
  size: number,
): NdArray {
  const masks = ndArray(
    [size * size, centres.length],
    new Float32Array(size * size * centres.length),
  );
  centres.forEach(([row, column], neuron) => {
    masks.values[(cellOf(row, size) * size + cellOf(column, size)) * centres.length + neuron] = 1;
  });
  return masks;
}

/**
 * FM: the factorized readout with the mask fixed, one-hot at the neuron's receptive field (Klindt
 * et al. 2017); feature weights and bias are learnt. A mask with L1 norm 1 leaves of the factorized
 * readout's penalty the L1 norm of the feature weights.
 */
export const fixedMaskReadout: Readout = {
  ...factorizedReadout,
  declare: ({ size, channels, meanResponses, receptiveFieldCentres, random }) => {
    const shape = [channels, meanResponses.length];
    return {
      trained: {
        'readout/features': smallNormal(shape, fixedMaskDeviation, random),
        'readout/bias': responseBias(meanResponses),
      },
      fixed: { 'readout/mask': oneHotMasks(receptiveFieldCentres(), size) },
    };
  },
};
