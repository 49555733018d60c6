import { tf } from '../backend/tensorflow';
import { architecture } from './architecture';
import type { ForwardPass } from './forwardPass';
import { smallNormal } from './layers';
import { predictResponses, responseBias, type Readout } from './readout';

// Assumption: the deviation of the products of mask and feature weights with which the factorized
// readout begins.
const initialDeviation = 0.0025;

/**
 * Silences units at random and makes up for it in the others (inverted dropout, Srivastava et al.
 * 2014), so that inference needs no correction.
 */
function dropout(pass: ForwardPass, hidden: tf.Tensor4D): tf.Tensor4D {
  const rate = architecture.readoutDropout;
  const kept = tf.greaterEqual(pass.noise().uniform(hidden.shape), rate);
  return tf.mul(hidden, tf.div(tf.cast(kept, 'float32'), 1 - rate));
}

/**
 * FC (McIntosh et al. 2016; Klindt et al. 2017): a dense layer from all of h_i, with dropout while
 * it trains and an L2 penalty.
 */
export const fullyConnectedReadout: Readout = {
  declare: ({ size, channels, meanResponses, random }) => {
    const shape = [size * size * channels, meanResponses.length];
    return {
      trained: {
        'readout/weights': smallNormal(shape, initialDeviation, random),
        'readout/bias': responseBias(meanResponses),
      },
    };
  },
  predict: (pass, hidden) => {
    const read = pass.training ? dropout(pass, hidden) : hidden;
    return predictResponses(pass, read, pass.parameter('readout/weights') as tf.Tensor2D);
  },
  penalty: (pass) => {
    const squaredNorm = tf.customGrad((weights, save) => {
      (save as tf.GradSaveFunc)([weights as tf.Tensor]);
      return {
        value: tf.sum(tf.square(weights as tf.Tensor)) as tf.Scalar,
        gradFunc: (dy: tf.Tensor, [saved]: tf.Tensor[]) => tf.mul(saved, tf.mul(dy, 2)),
      };
    });
    return squaredNorm(pass.parameter('readout/weights')) as tf.Scalar;
  },
};
