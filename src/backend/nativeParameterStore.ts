import type { NdArray } from '../data/ndArray';
import { floatType, type NativeBackend } from './nativeOps';
import { adamConstants, type NamedTensors, type ParameterStore } from './parameterStore';
import { tf } from './tensorflow';
import { downloadTensors, uploadTensor } from './tensorTransfer';

let storesMade = 0;

/**
 * Parameters as TensorFlow resource variables, updated in place by the native Adam kernel:
 * tfjs's own optimiser walks every variable with a dozen small ops and new buffers.
 */
export function createNativeParameterStore(
  backend: NativeBackend,
  initial: Readonly<Record<string, NdArray>>,
  trainable: readonly string[],
): ParameterStore {
  const { binding } = backend;
  const names = Object.keys(initial);
  const store = `parameters${storesMade++}`;
  const dtype = floatType(backend, 'dtype');
  const handles: Record<string, tf.Tensor> = {};

  const assignValue = (name: string, value: tf.Tensor): void => {
    backend.executeMultipleOutputs('AssignVariableOp', [dtype], [handles[name], value], 0);
  };
  const readValue = (name: string): tf.Tensor => backend.executeSingleOutput('ReadVariableOp', [dtype], [handles[name]]);
  const create = (name: string, shape: readonly number[]): void => {
    handles[name] = tf.keep(
      backend.executeSingleOutput(
        'VarHandleOp',
        [
          dtype,
          { name: 'shape', type: binding.TF_ATTR_SHAPE, value: [...shape] },
          { name: 'shared_name', type: binding.TF_ATTR_STRING, value: `${store}/${name}` },
          { name: 'container', type: binding.TF_ATTR_STRING, value: '' },
        ],
        [],
      ),
    );
  };
  const moments = (name: string): [string, string] => [`${name}/adam1`, `${name}/adam2`];
  const zeroMoments = (): void => {
    for (const name of trainable) {
      for (const moment of moments(name)) {
        tf.tidy(() => assignValue(moment, tf.zeros([...initial[name].shape])));
      }
    }
  };

  for (const name of names) {
    create(name, initial[name].shape);
    tf.tidy(() => assignValue(name, uploadTensor(initial[name])));
  }
  for (const name of trainable) {
    moments(name).forEach((moment) => create(moment, initial[name].shape));
  }
  zeroMoments();
  const beta1 = tf.keep(tf.scalar(adamConstants.beta1));
  const beta2 = tf.keep(tf.scalar(adamConstants.beta2));
  const epsilon = tf.keep(tf.scalar(adamConstants.epsilon));
  const adamAttributes = [
    floatType(backend),
    { name: 'use_locking', type: binding.TF_ATTR_BOOL, value: false },
    { name: 'use_nesterov', type: binding.TF_ATTR_BOOL, value: false },
  ];
  let adamSteps = 0;
  let best: Record<string, tf.Tensor> = {};

  const read = (): NamedTensors => Object.fromEntries(names.map((name) => [name, readValue(name)]));
  return {
    trainable,
    read,
    applyAdam: (gradients, learningRate) => {
      adamSteps++;
      tf.tidy(() => {
        const beta1Power = tf.scalar(adamConstants.beta1 ** adamSteps);
        const beta2Power = tf.scalar(adamConstants.beta2 ** adamSteps);
        const rate = tf.scalar(learningRate);
        for (const name of trainable) {
          backend.executeMultipleOutputs(
            'ResourceApplyAdam',
            adamAttributes,
            [handles[name], ...moments(name).map((moment) => handles[moment]), beta1Power, beta2Power, rate, beta1, beta2, epsilon, gradients[name]],
            0,
          );
        }
      });
    },
    assign: (values) => {
      Object.entries(values).forEach(([name, value]) => assignValue(name, value));
    },
    keepBest: () => {
      tf.dispose(best);
      // Reading shares the variable's buffer; TensorFlow copies it only when the next update writes.
      best = tf.tidy(() => Object.fromEntries(Object.entries(read()).map(([name, value]) => [name, tf.keep(value)])));
    },
    restoreBest: () => {
      Object.entries(best).forEach(([name, value]) => assignValue(name, value));
      zeroMoments();
      adamSteps = 0;
    },
    download: () => {
      const values = read();
      const arrays = downloadTensors(values);
      tf.dispose(values);
      return arrays;
    },
    dispose: () => {
      tf.dispose(best);
      best = {};
      for (const handle of Object.values(handles)) {
        backend.executeMultipleOutputs('DestroyResourceOp', [], [handle], 0);
        handle.dispose();
      }
      tf.dispose([beta1, beta2, epsilon]);
    },
  };
}
