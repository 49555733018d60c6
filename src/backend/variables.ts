import { floatType, type NativeBackend } from './nativeOps';
import { everyStep } from './recordedStep';
import { tf } from './tensorflow';

/** Constants of Adam (Kingma & Ba 2015); epsilon is TensorFlow's default. */
const adamConstants = { beta1: 0.9, beta2: 0.999, epsilon: 1e-7 } as const;

export type NamedTensors = Readonly<Record<string, tf.Tensor>>;

/** Where a backend keeps named values that change. */
export interface Variables {
  readonly read: (name: string) => tf.Tensor;
  /** The first assignment makes the variable. */
  readonly assign: (name: string, value: tf.Tensor) => void;
  /**
   * @param nextStep counts from 1, once a step; each parameter's moments are the variables that
   * `momentsOf` names
   */
  readonly applyAdam: (
    gradients: NamedTensors,
    learningRate: number,
    nextStep: () => number,
  ) => void;
  readonly dispose: () => void;
}

export const momentsOf = (name: string): readonly [first: string, second: string] => [
  `${name}/adam1`,
  `${name}/adam2`,
];

// TensorFlow's own word for a variable that nobody looks up by its name. TensorFlow keeps a kernel
// for every name that it meets, for ever, so that names of our own would take memory with every
// training.
const anonymous = 'cd2c89b7-88b7-44c8-ad83-06c2a9158347';

/**
 * TensorFlow's resource variables, updated in place by its own Adam kernel: tfjs's optimiser walks
 * every variable with a dozen small ops and new buffers. Reading shares a variable's buffer;
 * TensorFlow copies it only when the next update writes.
 */
export function createNativeVariables(backend: NativeBackend): Variables {
  const { binding } = backend;
  const dtype = floatType(backend, 'dtype');
  const handles: Record<string, tf.Tensor> = {};
  const create = (shape: readonly number[]): tf.Tensor => {
    const attributes = [
      dtype,
      { name: 'shape', type: binding.TF_ATTR_SHAPE, value: [...shape] },
      { name: 'shared_name', type: binding.TF_ATTR_STRING, value: anonymous },
      { name: 'container', type: binding.TF_ATTR_STRING, value: '' },
    ];
    return tf.keep(backend.executeSingleOutput('VarHandleOp', attributes, []));
  };
  const [beta1, beta2, epsilon] = [
    adamConstants.beta1,
    adamConstants.beta2,
    adamConstants.epsilon,
  ].map((value) => tf.keep(tf.scalar(value)));
  const adamAttributes = [
    floatType(backend),
    { name: 'use_locking', type: binding.TF_ATTR_BOOL, value: false },
    { name: 'use_nesterov', type: binding.TF_ATTR_BOOL, value: false },
  ];
  return {
    read: (name) => backend.executeSingleOutput('ReadVariableOp', [dtype], [handles[name]]),
    assign: (name, value) => {
      handles[name] ??= create(value.shape);
      backend.executeMultipleOutputs('AssignVariableOp', [dtype], [handles[name], value], 0);
    },
    applyAdam: (gradients, learningRate, nextStep) => {
      const rate = tf.scalar(learningRate);
      const [power1, power2] = everyStep(() => {
        const step = nextStep();
        return [adamConstants.beta1 ** step, adamConstants.beta2 ** step].map((power) =>
          tf.scalar(power),
        );
      });
      for (const [name, gradient] of Object.entries(gradients)) {
        const updated = [name, ...momentsOf(name)].map((variable) => handles[variable]);
        backend.executeMultipleOutputs(
          'ResourceApplyAdam',
          adamAttributes,
          [...updated, power1, power2, rate, beta1, beta2, epsilon, gradient],
          0,
        );
      }
    },
    dispose: () => {
      for (const handle of Object.values(handles))
        backend.executeMultipleOutputs('DestroyResourceOp', [], [handle], 0);
      tf.dispose([handles, beta1, beta2, epsilon]);
    },
  };
}

/**
 * Ordinary tensors, with Adam written in tfjs ops: for backends without TensorFlow's resource
 * variables.
 */
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
    applyAdam: (gradients, learningRate, nextStep) => {
      const step = nextStep();
      // Kingma & Ba 2015, Sec. 2: both bias corrections folded into the step size.
      const stepSize = (learningRate * Math.sqrt(1 - beta2 ** step)) / (1 - beta1 ** step);
      for (const [name, gradient] of Object.entries(gradients)) {
        const [first, second] = momentsOf(name);
        replace(first, tf.add(tf.mul(current[first], beta1), tf.mul(gradient, 1 - beta1)));
        replace(
          second,
          tf.add(tf.mul(current[second], beta2), tf.mul(tf.square(gradient), 1 - beta2)),
        );
        const update = tf.div(current[first], tf.add(tf.sqrt(current[second]), epsilon));
        replace(name, tf.sub(current[name], tf.mul(update, stepSize)));
      }
    },
    dispose: () => {
      tf.dispose(current);
    },
  };
}
