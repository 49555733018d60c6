import { isDeepStrictEqual } from 'node:util';
import { type NativeBackend, nativeBackend } from './nativeOps';
import { openStepGraph, type Recording, type Source, type StepGraph } from './stepGraph';
import type { tf } from './tensorflow';

/** `graph`: one run of TensorFlow a step. `eager`: one op after the other. */
export type Execution = 'graph' | 'eager';

type MakeTensors = () => readonly tf.Tensor[];

/** What changes from step to step, in the step that is being recorded. */
let changing: { readonly makers: MakeTensors[]; readonly tensors: tf.Tensor[] } | undefined;

/**
 * Tensors whose values differ from step to step: which images, noise, powers of Adam's constants.
 * A recorded step calls `make` again every time; what is not marked so counts as a constant.
 */
export function everyStep<Tensors extends readonly tf.Tensor[]>(make: () => Tensors): Tensors {
  const tensors = make();
  changing?.makers.push(make);
  changing?.tensors.push(...tensors);
  return tensors;
}

/** A training step that is run many times. */
export interface RepeatedStep {
  readonly execution: Execution;
  /** @returns the loss before the step, on the device; the caller disposes of it */
  readonly run: () => tf.Scalar;
  /** Brings the variables, which a graph keeps to itself, up to date for everybody else. */
  readonly synchronise: () => void;
  readonly dispose: () => void;
}

/**
 * Runs a step again and again, on the native backend as one graph: three steps run eagerly, and
 * where the last two sent the same ops, TensorFlow gets them as a whole. A step that reads values
 * or sends other ops or other numbers every time stays eager, and so does one that TensorFlow takes
 * no graph of. Whoever reads or writes the step's variables in between synchronises before and
 * starts a new repeated step after writing.
 * @param step one step, in ops only; what changes from one to the next comes from `everyStep`
 * @param wanted `eager` records nothing
 */
export function repeatStep(step: () => tf.Scalar, wanted: Execution = 'graph'): RepeatedStep {
  const backend = wanted === 'graph' ? nativeBackend() : undefined;
  let steps = 0;
  let before: Recording | undefined;
  let makers: readonly MakeTensors[] = [];
  let graph: StepGraph | undefined;

  const record = (native: NativeBackend): tf.Scalar => {
    const recorded = recordStep(native, step);
    const { recording, loss } = recorded;
    if (recording !== undefined && isDeepStrictEqual(before, recording)) {
      makers = recorded.makers;
      try {
        graph = openStepGraph(native, recording);
      } catch {
        // Nothing is lost: no room for a file, or no graph of such ops on this device.
      }
    }
    before = recording;
    return loss;
  };
  return {
    get execution() {
      return graph === undefined ? 'eager' : 'graph';
    },
    run: () => {
      if (graph !== undefined) return graph.run(() => makers.flatMap((make) => make()));
      // The first step is not recorded: it copies the data set to the device, as no other does.
      steps++;
      return backend !== undefined && (steps === 2 || steps === 3) ? record(backend) : step();
    },
    synchronise: () => graph?.synchronise(),
    dispose: () => graph?.dispose(),
  };
}

// Ops that draw numbers of their own, and ops whose output has a shape that depends on values: it
// may have been the same twice by chance.
const unrepeatable = /^(Random|Multinomial|TruncatedNormal|Parameterized|Unique|Where|NonMaxSup)/;

/**
 * Takes a step and writes down what it asks of TensorFlow; undefined where it cannot be repeated.
 */
function recordStep(backend: NativeBackend, step: () => tf.Scalar) {
  const { binding, getInputTensorIds, readSync } = backend;
  const sources = new Map<number, Source>();
  const ops: Recording['ops'][number][] = [];
  const fed: NonNullable<typeof changing> = { makers: [], tensors: [] };
  const feedOf = (dataId: object): number =>
    fed.tensors.findIndex((tensor) => tensor.dataId === dataId);
  let isRepeatable = true;

  const listener: Partial<NativeBackend['binding']> = {
    createTensor: (shape, dtype, values) => {
      const id = binding.createTensor(shape, dtype, values);
      // A copy: the caller may fill the same array with other numbers for the next step.
      if (ArrayBuffer.isView(values))
        sources.set(id, { from: 'constant', shape, dtype, content: Buffer.copyBytesFrom(values) });
      return id;
    },
    executeOp: (name, attributes, ids, outputs) => {
      const made = binding.executeOp(name, attributes, ids, outputs);
      const inputs = ids.flatMap((id) => sources.get(id) ?? []);
      made.forEach(({ id }, output) => sources.set(id, { from: 'op', op: ops.length, output }));
      ops.push({ name, attributes, inputs });
      isRepeatable &&= inputs.length === ids.length && !unrepeatable.test(name);
      return made;
    },
  };
  Object.assign(backend, {
    binding: Object.setPrototypeOf(listener, binding),
    /** Here the inputs of an op are still tensors: what is fed, what was there before the step. */
    getInputTensorIds: (tensors: readonly tf.Tensor[]) => {
      const ids = getInputTensorIds.call(backend, tensors);
      tensors.forEach(({ dataId }, place) => {
        const [id, feed] = [ids[place], feedOf(dataId)];
        if (feed >= 0) sources.set(id, { from: 'feed', feed });
        else if (!sources.has(id)) {
          const { shape, dtype } = backend.tensorMap.get(dataId);
          sources.set(id, { from: 'outside', id, shape, dtype });
        }
      });
      return ids;
    },
    readSync: (dataId: object) => {
      isRepeatable &&= backend.tensorMap.get(dataId).values !== null && feedOf(dataId) < 0;
      return readSync.call(backend, dataId);
    },
  });
  changing = fed;
  try {
    const loss = step();
    const source = sources.get(getInputTensorIds.call(backend, [loss])[0]);
    const feeds = fed.tensors.map(({ shape, dtype }) => ({ shape, dtype }));
    const recording = isRepeatable && source ? { ops, feeds, loss: source } : undefined;
    return { loss, recording, makers: fed.makers };
  } finally {
    changing = undefined;
    Object.assign(backend, { binding, getInputTensorIds, readSync });
  }
}
