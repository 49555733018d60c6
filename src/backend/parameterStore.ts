import type { NdArray } from '../data/ndArray';
import { nativeBackend } from './nativeOps';
import { tf } from './tensorflow';
import { downloadTensor, uploadTensor } from './tensorTransfer';
import {
  createNativeVariables,
  createPortableVariables,
  momentsOf,
  type NamedTensors,
  type Variables,
} from './variables';

/** The weights of one model on the device, with their Adam moments. */
export interface ParameterStore extends ReturnType<typeof createParameterStore> {}

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
export function createParameterStore(
  initial: Readonly<Record<string, NdArray>>,
  trainable: readonly string[],
  variables = variablesOfBackend(),
) {
  let adamSteps = 0;
  let best: NamedTensors = {};
  const read = (): NamedTensors =>
    Object.fromEntries(Object.keys(initial).map((name) => [name, variables.read(name)]));
  const assign = (values: NamedTensors): void =>
    Object.entries(values).forEach(([name, value]) => variables.assign(name, value));
  const forgetMoments = (): void => {
    adamSteps = 0;
    tf.tidy(() =>
      trainable.forEach((name) =>
        momentsOf(name).forEach((moment) =>
          variables.assign(moment, tf.zeros([...initial[name].shape])),
        ),
      ),
    );
  };
  tf.tidy(() =>
    Object.entries(initial).forEach(([name, value]) => variables.assign(name, uploadTensor(value))),
  );
  forgetMoments();
  return {
    trainable,
    /**
     * Current values; they belong to the caller's `tf.tidy` and must be gone before the next
     * update, or it copies.
     */
    read,
    /** Replaces values that no gradient reaches: moving statistics. */
    assign,
    /** One Adam step; every trainable parameter needs a gradient. */
    applyAdam: (gradients: NamedTensors, learningRate: number): void => {
      tf.tidy(() => variables.applyAdam(gradients, learningRate, () => ++adamSteps));
    },
    /** Remembers the current values as the best ones. */
    keepBest: (): void => {
      tf.dispose(best);
      best = tf.tidy(() =>
        Object.fromEntries(Object.entries(read()).map(([name, value]) => [name, tf.keep(value)])),
      );
    },
    /**
     * Goes back to the values of the last `keepBest` and forgets the Adam moments, so that a second
     * training starts afresh.
     */
    restoreBest: (): void => {
      assign(best);
      forgetMoments();
    },
    /** Current values as plain arrays. */
    download: (): Record<string, NdArray> => {
      const values = read();
      const arrays = Object.fromEntries(
        Object.entries(values).map(([name, value]) => [name, downloadTensor(value)]),
      );
      tf.dispose(values);
      return arrays;
    },
    dispose: (): void => {
      tf.dispose(best);
      variables.dispose();
    },
  };
}
