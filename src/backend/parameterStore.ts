import type { NdArray } from '../data/ndArray';
import type { tf } from './tensorflow';

/** Constants of Adam (Kingma & Ba 2015); epsilon is TensorFlow's default. */
export const adamConstants = { beta1: 0.9, beta2: 0.999, epsilon: 1e-7 } as const;

export type NamedTensors = Readonly<Record<string, tf.Tensor>>;

/** The weights of one model on the device, with their Adam moments. */
export interface ParameterStore {
  readonly trainable: readonly string[];
  /** Current values; they belong to the caller's `tf.tidy` and must be gone before the next update, or it copies. */
  readonly read: () => NamedTensors;
  /** One Adam step; every trainable parameter needs a gradient. */
  readonly applyAdam: (gradients: NamedTensors, learningRate: number) => void;
  /** Replaces values that no gradient reaches: moving statistics. */
  readonly assign: (values: NamedTensors) => void;
  /** Remembers the current values as the best ones. */
  readonly keepBest: () => void;
  /** Goes back to the values of the last `keepBest` and forgets the Adam moments, so that a second training starts afresh. */
  readonly restoreBest: () => void;
  /** Current values as plain arrays. */
  readonly download: () => Record<string, NdArray>;
  readonly dispose: () => void;
}

/** Where a backend keeps named values that change. */
export interface Variables {
  readonly read: (name: string) => tf.Tensor;
  /** The first assignment makes the variable. */
  readonly assign: (name: string, value: tf.Tensor) => void;
  /** @param step from 1; each parameter's moments are the variables that `momentsOf` names */
  readonly applyAdam: (gradients: NamedTensors, learningRate: number, step: number) => void;
  readonly dispose: () => void;
}

export const momentsOf = (name: string): readonly [first: string, second: string] => [`${name}/adam1`, `${name}/adam2`];
