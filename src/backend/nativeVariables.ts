import { floatType, type NativeBackend } from './nativeOps';
import { adamConstants, momentsOf, type Variables } from './parameterStore';
import { tf } from './tensorflow';

let storesMade = 0;

/**
 * TensorFlow's resource variables, updated in place by its own Adam kernel: tfjs's optimiser walks every variable with a dozen small ops and new buffers.
 * Reading shares a variable's buffer; TensorFlow copies it only when the next update writes.
 */
export function createNativeVariables(backend: NativeBackend): Variables {
  const { binding } = backend;
  const store = `parameters${storesMade++}`;
  const dtype = floatType(backend, 'dtype');
  const handles: Record<string, tf.Tensor> = {};
  const create = (name: string, shape: readonly number[]): tf.Tensor => {
    const attributes = [
      dtype,
      { name: 'shape', type: binding.TF_ATTR_SHAPE, value: [...shape] },
      { name: 'shared_name', type: binding.TF_ATTR_STRING, value: `${store}/${name}` },
      { name: 'container', type: binding.TF_ATTR_STRING, value: '' },
    ];
    return tf.keep(backend.executeSingleOutput('VarHandleOp', attributes, []));
  };
  const [beta1, beta2, epsilon] = [adamConstants.beta1, adamConstants.beta2, adamConstants.epsilon].map((value) => tf.keep(tf.scalar(value)));
  const adamAttributes = [
    floatType(backend),
    { name: 'use_locking', type: binding.TF_ATTR_BOOL, value: false },
    { name: 'use_nesterov', type: binding.TF_ATTR_BOOL, value: false },
  ];
  return {
    read: (name) => backend.executeSingleOutput('ReadVariableOp', [dtype], [handles[name]]),
    assign: (name, value) => {
      handles[name] ??= create(name, value.shape);
      backend.executeMultipleOutputs('AssignVariableOp', [dtype], [handles[name], value], 0);
    },
    applyAdam: (gradients, learningRate, step) => {
      const [power1, power2, rate] = [adamConstants.beta1 ** step, adamConstants.beta2 ** step, learningRate].map((value) => tf.scalar(value));
      for (const [name, gradient] of Object.entries(gradients)) {
        const updated = [name, ...momentsOf(name)].map((variable) => handles[variable]);
        backend.executeMultipleOutputs('ResourceApplyAdam', adamAttributes, [...updated, power1, power2, rate, beta1, beta2, epsilon, gradient], 0);
      }
    },
    dispose: () => {
      for (const handle of Object.values(handles)) backend.executeMultipleOutputs('DestroyResourceOp', [], [handle], 0);
      tf.dispose([handles, beta1, beta2, epsilon]);
    },
  };
}
