import { tf } from './tensorflow';

/** Attribute of a TensorFlow op as tfjs-node's binding takes it. */
export interface OpAttribute {
  readonly name: string;
  readonly type: number;
  readonly value: unknown;
}

/** A tensor's shape and its type as the binding numbers it. */
export interface TensorInfo {
  readonly shape: readonly number[];
  readonly dtype: number;
}

type Made = TensorInfo & { readonly id: number };

/** tfjs-node's binding to TensorFlow, the part that is used here; `id` names a tensor in it. */
interface Binding
  extends Readonly<
    Record<
      | 'TF_ATTR_STRING'
      | 'TF_ATTR_INT'
      | 'TF_ATTR_FLOAT'
      | 'TF_ATTR_BOOL'
      | 'TF_ATTR_TYPE'
      | 'TF_ATTR_SHAPE'
      | 'TF_FLOAT'
      | 'TF_INT32'
      | 'TF_INT64'
      | 'TF_BOOL'
      | 'TF_RESOURCE',
      number
    >
  > {
  createTensor(shape: readonly number[], dtype: number, values: ArrayLike<number>): number;
  deleteTensor(id: number): void;
  tensorDataSync(id: number): unknown;
  executeOp(
    op: string,
    attributes: readonly OpAttribute[],
    inputs: readonly number[],
    outputs: number,
  ): Made[];
  loadSavedModel(folder: string, tags: string): number;
  /** @param inputs and outputs names such as `x:0`, separated by commas */
  runSavedModel(session: number, ids: readonly number[], inputs: string, outputs: string): Made[];
  deleteSavedModel(session: number): void;
}

/**
 * The part of tfjs-node's backend that runs any TensorFlow op by name; tfjs itself exposes only
 * some of them.
 */
export interface NativeBackend {
  readonly binding: Binding;
  readonly tensorMap: { get(dataId: object): TensorInfo };
  /** Copies values to the device that were not there yet. */
  getInputTensorIds(tensors: readonly tf.Tensor[]): number[];
  createOutputTensor(made: Made): tf.Tensor;
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

/**
 * Rows of a table by indices that are known to be within it; no gradient. tfjs's own gather reads
 * the indices back to check them, which a recorded step cannot repeat.
 * @param table [N, ...]
 * @param rows int32 [n]
 * @returns [n, ...]
 */
export function gatherRows<Table extends tf.Tensor>(table: Table, rows: tf.Tensor): Table {
  const backend = nativeBackend();
  if (backend === undefined) return tf.gather(table, rows as tf.Tensor1D);
  const { TF_ATTR_TYPE, TF_ATTR_INT, TF_INT32 } = backend.binding;
  const attributes = [
    floatType(backend, 'Tparams'),
    { name: 'Tindices', type: TF_ATTR_TYPE, value: TF_INT32 },
    { name: 'Taxis', type: TF_ATTR_TYPE, value: TF_INT32 },
    { name: 'batch_dims', type: TF_ATTR_INT, value: 0 },
  ];
  const inputs = [table, rows, tf.scalar(0, 'int32')];
  return backend.executeSingleOutput('GatherV2', attributes, inputs) as Table;
}
