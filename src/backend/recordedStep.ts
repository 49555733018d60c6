import { isDeepStrictEqual } from 'node:util';
import { type NativeBackend, nativeBackend, type TensorInfo } from './nativeOps';
import { openStepGraph, type Recording, type Source, type StepGraph } from './stepGraph';
import type { tf } from './tensorflow';

/** `graph`: one run of TensorFlow a step. `eager`: one op after the other. */
export type Execution = 'graph' | 'eager';

type MakeTensors = () => readonly tf.Tensor[];

let changing: { readonly make: MakeTensors; readonly tensors: readonly tf.Tensor[] }[] | undefined;

/**
 * Tensors whose values differ from step to step: which images, noise, powers of Adam's constants.
 * A recorded step calls `make` again every time; what is not marked so counts as a constant.
 */
export function everyStep<Tensors extends readonly tf.Tensor[]>(make: () => Tensors): Tensors {
  const tensors = make();
  changing?.push({ make, tensors });
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
 * or sends other ops or other numbers every time stays eager. Whoever reads or writes the step's
 * variables in between synchronises before and starts a new repeated step after writing.
 * @param step one step, in ops only; what changes from one to the next comes from `everyStep`
 * @param wanted `eager` records nothing
 */
export function repeatStep(step: () => tf.Scalar, wanted: Execution = 'graph'): RepeatedStep {
  const backend = wanted === 'graph' ? nativeBackend() : undefined;
  let recordings: Recording[] = [];
  let makers: readonly MakeTensors[] = [];
  let graph: StepGraph | undefined;
  let stepsLeft = backend === undefined ? 0 : 3;

  const record = (native: NativeBackend): tf.Scalar => {
    const recorded = recordStep(native, step);
    if (recorded.recording === undefined) stepsLeft = 0;
    else recordings.push(recorded.recording);
    makers = recorded.makers;
    if (stepsLeft === 0 && recordings.length === 2) {
      const [before, now] = recordings;
      if (isDeepStrictEqual(before, now)) graph = openStepGraph(native, now);
      recordings = [];
    }
    return recorded.loss;
  };
  return {
    get execution() {
      return graph === undefined ? 'eager' : 'graph';
    },
    run: () => {
      if (graph !== undefined) return graph.run(makers.flatMap((make) => make()));
      if (backend === undefined || stepsLeft === 0) return step();
      // The first step is not recorded: it copies the data set to the device, as no other does.
      stepsLeft--;
      return stepsLeft === 2 ? step() : record(backend);
    },
    synchronise: () => graph?.synchronise(),
    dispose: () => graph?.dispose(),
  };
}

/** Takes a step and writes down what it asks of the binding; undefined where that is not enough. */
function recordStep(backend: NativeBackend, step: () => tf.Scalar) {
  const { binding } = backend;
  const inputIds = backend.getInputTensorIds.bind(backend);
  const sources = new Map<number, Source>();
  const ops: Recording['ops'][number][] = [];
  const feeds: TensorInfo[] = [];
  const changes: NonNullable<typeof changing> = [];
  let isComplete = true;

  /** Here the inputs of an op are still tensors: what is fed, and what was there before the step. */
  const noteInputs = (tensors: readonly tf.Tensor[]): number[] => {
    const ids = inputIds(tensors);
    const fed = changes.flatMap((change) => change.tensors.map(({ dataId }) => dataId));
    tensors.forEach(({ dataId }, place) => {
      const { shape, dtype } = backend.tensorMap.get(dataId);
      const [id, feed] = [ids[place], fed.indexOf(dataId)];
      if (feed >= 0) {
        sources.set(id, { from: 'feed', feed });
        feeds[feed] = { shape, dtype };
      } else if (!sources.has(id)) {
        sources.set(id, { from: 'outside', id, shape, dtype });
      }
    });
    return ids;
  };
  const recorder: Partial<NativeBackend['binding']> = {
    createTensor: (shape, dtype, values) => {
      const id = binding.createTensor(shape, dtype, values);
      sources.set(id, { from: 'constant', shape, dtype, values });
      return id;
    },
    executeOp: (name, attributes, ids, outputs) => {
      const made = binding.executeOp(name, attributes, ids, outputs);
      const inputs = ids.flatMap((id) => sources.get(id) ?? []);
      made.forEach(({ id }, output) => sources.set(id, { from: 'op', op: ops.length, output }));
      ops.push({ name, attributes, inputs });
      isComplete &&= inputs.length === ids.length;
      return made;
    },
    tensorDataSync: (id) => {
      isComplete = false;
      return binding.tensorDataSync(id);
    },
  };

  const plain = { binding, getInputTensorIds: backend.getInputTensorIds };
  const listening = Object.getOwnPropertyDescriptors(recorder);
  Object.assign(backend, {
    binding: Object.create(binding, listening),
    getInputTensorIds: noteInputs,
  });
  changing = changes;
  try {
    const loss = step();
    const source = sources.get(inputIds([loss])[0]);
    const tensors = changes.flatMap((change) => change.tensors);
    isComplete &&= tensors.every((_, feed) => feeds[feed] !== undefined);
    const recording = isComplete && source ? { ops, feeds, loss: source } : undefined;
    return { loss, recording, makers: changes.map(({ make }) => make) };
  } finally {
    changing = undefined;
    Object.assign(backend, plain);
  }
}
