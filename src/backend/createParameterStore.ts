import type { NdArray } from '../data/ndArray';
import { nativeBackend } from './nativeOps';
import { createNativeVariables } from './nativeVariables';
import { momentsOf, type NamedTensors, type ParameterStore, type Variables } from './parameterStore';
import { createPortableVariables } from './portableVariables';
import { tf } from './tensorflow';
import { downloadTensor, uploadTensor } from './tensorTransfer';

function variablesOfBackend(): Variables {
  const backend = nativeBackend();
  return backend === undefined ? createPortableVariables() : createNativeVariables(backend);
}

/**
 * Puts initial values on the device.
 * @param initial every parameter by name
 * @param trainable the names of those that Adam updates
 * @param variables what holds them; by default what the backend is fastest with
 */
export function createParameterStore(initial: Readonly<Record<string, NdArray>>, trainable: readonly string[], variables = variablesOfBackend()): ParameterStore {
  let adamSteps = 0;
  let best: NamedTensors = {};
  const read = (): NamedTensors => Object.fromEntries(Object.keys(initial).map((name) => [name, variables.read(name)]));
  const assign = (values: NamedTensors): void => Object.entries(values).forEach(([name, value]) => variables.assign(name, value));
  const forgetMoments = (): void => {
    adamSteps = 0;
    tf.tidy(() => trainable.forEach((name) => momentsOf(name).forEach((moment) => variables.assign(moment, tf.zeros([...initial[name].shape])))));
  };
  tf.tidy(() => Object.entries(initial).forEach(([name, value]) => variables.assign(name, uploadTensor(value))));
  forgetMoments();
  return {
    trainable,
    read,
    assign,
    applyAdam: (gradients, learningRate) => {
      adamSteps++;
      tf.tidy(() => variables.applyAdam(gradients, learningRate, adamSteps));
    },
    keepBest: () => {
      tf.dispose(best);
      best = tf.tidy(() => Object.fromEntries(Object.entries(read()).map(([name, value]) => [name, tf.keep(value)])));
    },
    restoreBest: () => {
      assign(best);
      forgetMoments();
    },
    download: () => {
      const values = read();
      const arrays = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, downloadTensor(value)]));
      tf.dispose(values);
      return arrays;
    },
    dispose: () => {
      tf.dispose(best);
      variables.dispose();
    },
  };
}
