import { adamConstants, momentsOf, type Variables } from './parameterStore';
import { tf } from './tensorflow';

/** Ordinary tensors, with Adam written in tfjs ops: for backends without TensorFlow's resource variables. */
export function createPortableVariables(): Variables {
  const { beta1, beta2, epsilon } = adamConstants;
  const current: Record<string, tf.Tensor> = {};
  const replace = (name: string, value: tf.Tensor): void => {
    current[name]?.dispose();
    current[name] = tf.keep(value);
  };
  return {
    read: (name) => current[name].clone(),
    assign: (name, value) => replace(name, value.clone()),
    applyAdam: (gradients, learningRate, step) => {
      // Kingma & Ba 2015, Sec. 2: both bias corrections folded into the step size.
      const stepSize = (learningRate * Math.sqrt(1 - beta2 ** step)) / (1 - beta1 ** step);
      for (const [name, gradient] of Object.entries(gradients)) {
        const [first, second] = momentsOf(name);
        replace(first, tf.add(tf.mul(current[first], beta1), tf.mul(gradient, 1 - beta1)));
        replace(second, tf.add(tf.mul(current[second], beta2), tf.mul(tf.square(gradient), 1 - beta2)));
        const update = tf.div(current[first], tf.add(tf.sqrt(current[second]), epsilon));
        replace(name, tf.sub(current[name], tf.mul(update, stepSize)));
      }
    },
    dispose: () => {
      tf.dispose(current);
    },
  };
}
