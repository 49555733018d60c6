import type { NdArray } from '../data/ndArray';
import { adamConstants, type NamedTensors, type ParameterStore } from './parameterStore';
import { tf } from './tensorflow';
import { downloadTensors, uploadTensor } from './tensorTransfer';

/** Parameters as ordinary tensors, with Adam written in tfjs ops: for backends without TensorFlow's resource variables. */
export function createPortableParameterStore(
  initial: Readonly<Record<string, NdArray>>,
  trainable: readonly string[],
): ParameterStore {
  const { beta1, beta2, epsilon } = adamConstants;
  const current: Record<string, tf.Tensor> = Object.fromEntries(Object.entries(initial).map(([name, value]) => [name, tf.keep(uploadTensor(value))]));
  const zeros = (): Record<string, tf.Tensor> =>
    Object.fromEntries(trainable.map((name) => [name, tf.keep(tf.zeros([...initial[name].shape]))]));
  let firstMoments = zeros();
  let secondMoments = zeros();
  let adamSteps = 0;
  let best: Record<string, tf.Tensor> = {};

  const replace = (table: Record<string, tf.Tensor>, name: string, value: tf.Tensor): void => {
    table[name].dispose();
    table[name] = tf.keep(value);
  };
  const read = (): NamedTensors => Object.fromEntries(Object.entries(current).map(([name, value]) => [name, value.clone()]));
  return {
    trainable,
    read,
    applyAdam: (gradients, learningRate) => {
      adamSteps++;
      // Kingma & Ba 2015, Sec. 2: both bias corrections folded into the step size.
      const stepSize = (learningRate * Math.sqrt(1 - beta2 ** adamSteps)) / (1 - beta1 ** adamSteps);
      tf.tidy(() => {
        for (const name of trainable) {
          const gradient = gradients[name];
          replace(firstMoments, name, tf.add(tf.mul(firstMoments[name], beta1), tf.mul(gradient, 1 - beta1)));
          replace(secondMoments, name, tf.add(tf.mul(secondMoments[name], beta2), tf.mul(tf.square(gradient), 1 - beta2)));
          const update = tf.div(firstMoments[name], tf.add(tf.sqrt(secondMoments[name]), epsilon));
          replace(current, name, tf.sub(current[name], tf.mul(update, stepSize)));
        }
      });
    },
    assign: (values) => {
      for (const [name, value] of Object.entries(values)) {
        replace(current, name, value.clone());
      }
    },
    keepBest: () => {
      tf.dispose(best);
      best = tf.tidy(() => Object.fromEntries(Object.entries(read()).map(([name, value]) => [name, tf.keep(value)])));
    },
    restoreBest: () => {
      for (const [name, value] of Object.entries(best)) {
        replace(current, name, value.clone());
      }
      tf.dispose([firstMoments, secondMoments]);
      firstMoments = zeros();
      secondMoments = zeros();
      adamSteps = 0;
    },
    download: () => downloadTensors(current),
    dispose: () => {
      tf.dispose([current, best, firstMoments, secondMoments]);
    },
  };
}
