import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { floatType, type NativeBackend, type OpAttribute, type TensorInfo } from './nativeOps';
import { tf } from './tensorflow';

/** A tensor by its bytes. */
interface Constant extends TensorInfo {
  readonly content: Buffer;
}

/** Where an input of a recorded op comes from. */
export type Source =
  | { readonly from: 'op'; readonly op: number; readonly output: number }
  | { readonly from: 'feed'; readonly feed: number }
  | ({ readonly from: 'constant' } & Constant)
  /** A tensor that was there before the step, or a handle of a variable. */
  | ({ readonly from: 'outside'; readonly id: number } & TensorInfo);

/** All that one training step asked of TensorFlow. */
export interface Recording {
  readonly ops: readonly {
    readonly name: string;
    readonly attributes: readonly OpAttribute[];
    readonly inputs: readonly Source[];
  }[];
  /** Tensors whose values are new in every step. */
  readonly feeds: readonly Pick<tf.Tensor, 'shape' | 'dtype'>[];
  readonly loss: Source;
}

/** A recorded step in a TensorFlow session, which has variables of its own. */
export interface StepGraph {
  /** @param make what is fed, in the order of `Recording.feeds`; it is disposed of */
  readonly run: (make: () => readonly tf.Tensor[]) => tf.Scalar;
  /** Gives the variables that the step was recorded with the values of the session's. */
  readonly synchronise: () => void;
  readonly dispose: () => void;
}

/** What a session keeps: a variable of the step, or a tensor that stays, such as the data set. */
interface SessionVariable extends TensorInfo {
  readonly name: string;
  /** The handle or tensor that it stands for. */
  readonly outside: number;
  readonly isHandle: boolean;
  /** The tensor with which it begins. */
  readonly initial: number;
}

/**
 * Opens a session for a recorded step; its variables begin with the values of the recorded ones.
 * @throws Error where TensorFlow cannot run the step as a graph; everything is as before then
 */
export function openStepGraph(backend: NativeBackend, recording: Recording): StepGraph {
  const { binding } = backend;
  const dtype = [floatType(backend, 'dtype')];
  const inputs = [...recording.ops.flatMap((op) => op.inputs), recording.loss];
  const outside = new Map(
    inputs.flatMap((source) => (source.from === 'outside' ? [[source.id, source]] : [])),
  );
  const variables = [...outside.values()].map((source, index): SessionVariable => {
    const isHandle = source.dtype === binding.TF_RESOURCE;
    const value = isHandle ? binding.executeOp('ReadVariableOp', dtype, [source.id], 1)[0] : source;
    const known = { name: `variable${index}`, outside: source.id, isHandle, initial: value.id };
    return { ...known, shape: value.shape, dtype: value.dtype };
  });
  const handles = variables.filter(({ isHandle }) => isHandle);
  const feedNames = recording.feeds.map((_, feed) => `feed${feed}:0`);

  let session: number | undefined;
  const run = (fed: readonly number[], names: readonly string[], outputs: readonly string[]) =>
    binding.runSavedModel(session!, fed, names.join(), outputs.join());
  const initialise = (): void => {
    const values = variables.map(({ initial }) => initial);
    const names = variables.map(({ name }) => `initial/${name}:0`);
    binding.deleteTensor(run(values, names, ['initialised:0'])[0].id);
  };
  const graph: StepGraph = {
    run: (make) =>
      tf.tidy(() => {
        const [loss] = run(backend.getInputTensorIds(make()), feedNames, ['step:0']);
        return backend.createOutputTensor(loss) as tf.Scalar;
      }),
    synchronise: () => {
      const values = handles.map(({ name }) => `value/${name}:0`);
      run([], [], values).forEach(({ id }, index) => {
        binding.executeOp('AssignVariableOp', dtype, [handles[index].outside, id], 0);
        binding.deleteTensor(id);
      });
    },
    dispose: () => binding.deleteSavedModel(session!),
  };
  try {
    session = loadSession(binding, describeGraph(backend, recording, variables));
    initialise();
    // A trial: an op that cannot run in a graph on this device shows while nothing is lost by it.
    graph.run(() => recording.feeds.map(({ shape, dtype }) => tf.zeros(shape, dtype))).dispose();
    initialise();
    return graph;
  } catch (error) {
    if (session !== undefined) graph.dispose();
    throw error;
  } finally {
    handles.forEach(({ initial }) => binding.deleteTensor(initial));
  }
}

const folderPrefix = 'dae-nr-step-';
// Loading takes a fraction of a second; what is older was left by a process that was killed.
const leftoverAgeMilliseconds = 3_600_000;

/** The binding opens a session from a folder only; it is gone as soon as it was read. */
function loadSession(binding: NativeBackend['binding'], description: string): number {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(folderPrefix))) {
    try {
      const leftover = join(tmpdir(), name);
      if (Date.now() - statSync(leftover).mtimeMs > leftoverAgeMilliseconds)
        rmSync(leftover, { recursive: true });
    } catch {
      // Somebody else's, or another process was faster.
    }
  }
  const folder = mkdtempSync(join(tmpdir(), folderPrefix));
  try {
    writeFileSync(join(folder, 'saved_model.pbtxt'), description);
    return binding.loadSavedModel(folder, 'serve');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const attribute = (name: string, value: string): string =>
  `attr { key: "${name}" value { ${value} } }`;
const typed = (name: string, dtype: number): string => attribute(name, `type: ${dtype}`);
const shapeText = (shape: readonly number[]): string =>
  `shape { ${shape.map((size) => `dim { size: ${size} }`).join(' ')} }`;

/**
 * The step as the text of a SavedModel: ops `op0` ..., what is fed as `feed0` ..., every variable
 * with `initial/` and `value/` before its name, and the outputs `step` and `initialised`.
 */
function describeGraph(
  backend: NativeBackend,
  { ops, feeds, loss }: Recording,
  variables: readonly SessionVariable[],
): string {
  const { binding } = backend;
  const nodes: string[] = [];
  const node = (name: string, op: string, inputs: readonly string[], ...attributes: string[]) => {
    const given = inputs.map((input) => `input: "${input}"`).join(' ');
    nodes.push(`node { name: "${name}" op: "${op}" ${given} ${attributes.join(' ')} }`);
    return name;
  };
  for (const { name, shape, dtype } of variables) {
    const type = typed('dtype', dtype);
    const own = attribute('shared_name', `s: "${name}"`);
    // Where TensorFlow knows that a convolution is followed by a bias it fuses both, and rounds
    // once where the ops round twice.
    const known = shape.length === 1 ? 'shape { unknown_rank: true }' : shapeText(shape);
    node(name, 'VarHandleOp', [], type, attribute('shape', known), own);
    node(`initial/${name}`, 'Placeholder', [], type);
    node(`assign/${name}`, 'AssignVariableOp', [name, `initial/${name}`], type);
    node(`value/${name}`, 'ReadVariableOp', [name], type);
  }
  feeds.forEach(({ dtype, shape }, feed) => {
    const type = typed('dtype', backend.getDTypeInteger(dtype));
    node(`feed${feed}`, 'Placeholder', [], type, attribute('shape', shapeText(shape)));
  });
  const constant = (name: string, { dtype, shape, content }: Constant, after: string[] = []) => {
    const bytes = Array.from(content, (byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('');
    const tensor = `dtype: ${dtype} tensor_${shapeText(shape)} tensor_content: "${bytes}"`;
    return node(
      name,
      'Const',
      after,
      typed('dtype', dtype),
      attribute('value', `tensor { ${tensor} }`),
    );
  };
  const variableOf = new Map(variables.map((variable) => [variable.outside, variable]));
  const inputOf = (source: Source): string => {
    if (source.from === 'op') return `op${source.op}:${source.output}`;
    if (source.from === 'feed') return `feed${source.feed}`;
    if (source.from === 'constant') return constant(`constant${nodes.length}`, source);
    const { name, isHandle } = variableOf.get(source.id)!;
    return isHandle ? name : `value/${name}`;
  };
  // A graph has no order but that of its edges: what reads or writes a variable waits for the op
  // that did so before it.
  let before: string[] = [];
  ops.forEach(({ name: op, attributes, inputs }, index) => {
    const usesVariable = /Variable|VarHandle|Resource/.test(op);
    const given = [...inputs.map(inputOf), ...(usesVariable ? before : [])];
    const name = node(`op${index}`, op, given, ...attributes.map((one) => recorded(binding, one)));
    if (usesVariable) before = [`^${name}`];
  });
  node('step', 'Identity', [inputOf(loss), ...before], typed('T', binding.TF_FLOAT));
  const zero = { dtype: binding.TF_FLOAT, shape: [], content: Buffer.alloc(4) };
  const assigned = variables.map(({ name }) => `^assign/${name}`);
  constant('initialised', zero, assigned);
  // A recent version, so that TensorFlow applies no rule for graphs of old releases.
  const graph = `graph_def { versions { producer: 1800 } ${nodes.join('\n')} }`;
  return `saved_model_schema_version: 1
meta_graphs { meta_info_def { tags: "serve" } ${graph} }`;
}

/** A recorded attribute as text. One of a type that is not listed here TensorFlow will refuse. */
function recorded(binding: NativeBackend['binding'], { name, type, value }: OpAttribute): string {
  if (type === binding.TF_ATTR_SHAPE) return attribute(name, shapeText(value as number[]));
  const field = new Map([
    [binding.TF_ATTR_STRING, 's'],
    [binding.TF_ATTR_INT, 'i'],
    [binding.TF_ATTR_FLOAT, 'f'],
    [binding.TF_ATTR_BOOL, 'b'],
    [binding.TF_ATTR_TYPE, 'type'],
  ]).get(type);
  const one = (single: unknown): string => `${field}: ${JSON.stringify(single)}`;
  const text = Array.isArray(value) ? `list { ${value.map(one).join(' ')} }` : one(value);
  return attribute(name, text);
}
