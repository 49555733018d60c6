import { tf } from './tensorflow';

/** Attribute of a TensorFlow op as tfjs-node's binding takes it. */
export interface OpAttribute {
  readonly name: string;
  readonly type: number;
  readonly value: unknown;
}

/**
 * The part of tfjs-node's backend that runs any TensorFlow op by name; tfjs itself exposes only
 * some of them.
 */
export interface NativeBackend {
  readonly binding: Readonly<
    Record<
      | 'TF_ATTR_STRING'
      | 'TF_ATTR_INT'
      | 'TF_ATTR_FLOAT'
      | 'TF_ATTR_BOOL'
      | 'TF_ATTR_TYPE'
      | 'TF_ATTR_SHAPE'
      | 'TF_FLOAT',
      number
    >
  >;
  executeSingleOutput(
    op: string,
    attributes: readonly OpAttribute[],
    inputs: readonly tf.Tensor[],
  ): tf.Tensor;
  executeMultipleOutputs(
    op: string,
    attributes: readonly OpAttribute[],
    inputs: readonly tf.Tensor[],
    outputs: number,
  ): tf.Tensor[];
}

/**
 * The native backend when it is the active one; undefined on every other backend, where the
 * portable formulations run.
 */
export function nativeBackend(): NativeBackend | undefined {
  return tf.getBackend() === 'tensorflow' ? (tf.backend() as unknown as NativeBackend) : undefined;
}

/** `T: float32`, the attribute nearly every op has. */
export function floatType({ binding }: NativeBackend, name = 'T'): OpAttribute {
  return { name, type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT };
}
