import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { floatType, type NativeBackend, type OpAttribute, type TensorInfo } from './nativeOps';
import type { tf } from './tensorflow';

/** Where an input of a recorded op comes from. */
export type Source =
  | { readonly from: 'op'; readonly op: number; readonly output: number }
  | { readonly from: 'feed'; readonly feed: number }
  | ({ readonly from: 'constant'; readonly values: ArrayLike<number> } & TensorInfo)
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
  readonly feeds: readonly TensorInfo[];
  readonly loss: Source;
}

/** A recorded step in a TensorFlow session, which has variables of its own. */
export interface StepGraph {
  /** @param fed in the order of `Recording.feeds`; disposed of */
  readonly run: (fed: readonly tf.Tensor[]) => tf.Scalar;
  /** Gives the variables that the step was recorded with the values of the session's. */
  readonly synchronise: () => void;
  readonly dispose: () => void;
}

/**
 * Opens a session for a recorded step; its variables begin with the values of the recorded ones.
 * @returns undefined where an op or an attribute is none that a graph could repeat
 */
export function openStepGraph(backend: NativeBackend, recording: Recording): StepGraph | undefined {
  const { binding } = backend;
  const dtype = [floatType(backend, 'dtype')];
  const read = (handle: number) => binding.executeOp('ReadVariableOp', dtype, [handle], 1)[0];
  const built = describeGraph(backend, recording, read);
  if (built === undefined) return undefined;
  const { description, variables } = built;
  const session = loadSession(backend, description);
  const handles = variables.filter(({ handle }) => handle !== undefined);
  const run = (ids: readonly number[], inputs: readonly string[], outputs: readonly string[]) =>
    binding.runSavedModel(session, ids, inputs.join(), outputs.join());
  const placeholders = variables.map(({ name }) => `initial/${name}:0`);
  const [done] = run(
    variables.map(({ initial }) => initial),
    placeholders,
    ['initialised:0'],
  );
  for (const id of [done.id, ...handles.map(({ initial }) => initial)]) binding.deleteTensor(id);
  const feedNames = recording.feeds.map((_, feed) => `feed${feed}:0`);
  const valueNames = handles.map(({ name }) => `value/${name}:0`);
  return {
    run: (fed) => {
      const [loss] = run(backend.getInputTensorIds(fed), feedNames, ['step:0']);
      fed.forEach((tensor) => tensor.dispose());
      return backend.createOutputTensor(loss) as tf.Scalar;
    },
    synchronise: () => {
      run([], [], valueNames).forEach(({ id }, index) => {
        binding.executeOp('AssignVariableOp', dtype, [handles[index].handle!, id], 0);
        binding.deleteTensor(id);
      });
    },
    dispose: () => binding.deleteSavedModel(session),
  };
}

const folderPrefix = 'dae-nr-step-';
// Loading takes a fraction of a second; what is older was left by a process that was killed.
const leftoverAgeMilliseconds = 3_600_000;

/** The binding opens a session from a folder only; it is gone as soon as it was read. */
function loadSession({ binding }: NativeBackend, description: string): number {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(folderPrefix))) {
    const leftover = join(tmpdir(), name);
    const time = statSync(leftover, { throwIfNoEntry: false })?.mtimeMs ?? Infinity;
    if (Date.now() - time > leftoverAgeMilliseconds) rmSync(leftover, { recursive: true });
  }
  const folder = mkdtempSync(join(tmpdir(), folderPrefix));
  try {
    writeFileSync(join(folder, 'saved_model.pbtxt'), description);
    return binding.loadSavedModel(folder, 'serve');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What a session keeps: a variable of the step, or a tensor that stays, such as the data set. */
interface SessionVariable {
  readonly name: string;
  /** Of the variable; undefined for a tensor. */
  readonly handle: number | undefined;
  /** The tensor with which it begins. */
  readonly initial: number;
}

// They draw new numbers whenever they run, and others in a graph than eagerly.
const drawing = /^(Random|Multinomial|TruncatedNormal|Parameterized)/;

const shapeText = (shape: readonly number[]): string =>
  `shape { ${shape.map((size) => `dim { size: ${size} }`).join(' ')} }`;

/**
 * The step as the text of a SavedModel: ops `op0` ..., what is fed as `feed0` ..., every variable
 * with `initial/` and `value/` before its name, and the outputs `step` and `initialised`.
 * @param read the current value of a handle, a new tensor
 */
function describeGraph(
  { binding }: NativeBackend,
  { ops, feeds, loss }: Recording,
  read: (handle: number) => TensorInfo & { readonly id: number },
): { description: string; variables: readonly SessionVariable[] } | undefined {
  const nodes: string[] = [];
  const node = (name: string, op: string, inputs: readonly string[], attributes: string[]) => {
    const given = inputs.map((input) => `input: "${input}"`).join(' ');
    const attr = attributes.map((attribute) => `attr { ${attribute} }`).join(' ');
    nodes.push(`node { name: "${name}" op: "${op}" ${given} ${attr} }`);
    return name;
  };
  const typed = (name: string, dtype: number): string => `key: "${name}" value { type: ${dtype} }`;
  const shaped = (shape: readonly number[]): string => `key: "shape" value { ${shapeText(shape)} }`;

  const variables = new Map<number, SessionVariable>();
  const variableOf = (outside: Source & { readonly from: 'outside' }): SessionVariable => {
    const known = variables.get(outside.id);
    if (known !== undefined) return known;
    const isHandle = outside.dtype === binding.TF_RESOURCE;
    const { id, shape, dtype } = isHandle ? read(outside.id) : outside;
    const name = `variable${variables.size}`;
    const made = { name, handle: isHandle ? outside.id : undefined, initial: id };
    const type = typed('dtype', dtype);
    const shared = `key: "shared_name" value { s: "${name}" }`;
    node(name, 'VarHandleOp', [], [type, shaped(shape), shared]);
    node(`initial/${name}`, 'Placeholder', [], [type, shaped(shape)]);
    node(`assign/${name}`, 'AssignVariableOp', [name, `initial/${name}`], [type]);
    node(`value/${name}`, 'ReadVariableOp', [name], [type]);
    variables.set(outside.id, made);
    return made;
  };
  const constant = ({ dtype, shape, values }: TensorInfo & { values: ArrayLike<number> }) => {
    const content = { dtype, shape, values: literals(binding, dtype, values) };
    const tensor = `dtype: ${dtype} tensor_${shapeText(content.shape)} ${content.values}`;
    const attributes = [typed('dtype', dtype), `key: "value" value { tensor { ${tensor} } }`];
    return node(`constant${nodes.length}`, 'Const', [], attributes);
  };
  const inputOf = (source: Source): string => {
    if (source.from === 'op') return `op${source.op}:${source.output}`;
    if (source.from === 'feed') return `feed${source.feed}`;
    if (source.from === 'constant') return constant(source);
    const { name, handle } = variableOf(source);
    return handle === undefined ? `value/${name}` : name;
  };

  feeds.forEach(({ dtype, shape }, feed) => {
    node(`feed${feed}`, 'Placeholder', [], [typed('dtype', dtype), shaped(shape)]);
  });
  // A graph has no order but that of its edges: a read waits for the last write of its variable, a
  // write for it and for all reads since.
  const lastWrites = new Map<string, string>();
  const readsSince = new Map<string, string[]>();
  for (const [index, { name: op, attributes, inputs }] of ops.entries()) {
    const values = attributes.filter(({ value }) => value !== undefined && value !== null);
    const texts = values.map((attribute) => attributeText(binding, attribute));
    if (drawing.test(op) || texts.includes(undefined)) return undefined;
    const written = inputs.map(inputOf);
    const handles = written.filter((_, place) => {
      const source = inputs[place];
      return source.from === 'outside' && source.dtype === binding.TF_RESOURCE;
    });
    const isRead = op === 'ReadVariableOp';
    const before = handles.flatMap((handle) => [
      ...(lastWrites.has(handle) ? [`^${lastWrites.get(handle)}`] : []),
      ...(isRead ? [] : (readsSince.get(handle) ?? [])).map((name) => `^${name}`),
    ]);
    const name = node(`op${index}`, op, [...written, ...before], texts as string[]);
    for (const handle of handles) {
      if (!isRead) lastWrites.set(handle, name);
      readsSince.set(handle, isRead ? [...(readsSince.get(handle) ?? []), name] : []);
    }
  }
  const float = [typed('T', binding.TF_FLOAT)];
  const updates = [...new Set(lastWrites.values())].map((name) => `^${name}`);
  node('step', 'Identity', [inputOf(loss), ...updates], float);
  const one = constant({ dtype: binding.TF_FLOAT, shape: [], values: [1] });
  const assigned = [...variables.values()].map(({ name }) => `^assign/${name}`);
  node('initialised', 'Identity', [one, ...assigned], float);
  // A recent version, so that TensorFlow applies no rule for graphs of old releases.
  const graph = `graph_def { versions { producer: 1800 } ${nodes.join('\n')} }`;
  const description = `saved_model_schema_version: 1
meta_graphs { meta_info_def { tags: "serve" } ${graph} }`;
  return { description, variables: [...variables.values()] };
}

/** An attribute as text; undefined for one of a type that is not known here. */
function attributeText(
  binding: NativeBackend['binding'],
  { name, type, value }: OpAttribute,
): string | undefined {
  const field = new Map([
    [binding.TF_ATTR_STRING, 's'],
    [binding.TF_ATTR_INT, 'i'],
    [binding.TF_ATTR_FLOAT, 'f'],
    [binding.TF_ATTR_BOOL, 'b'],
    [binding.TF_ATTR_TYPE, 'type'],
  ]).get(type);
  const given = (content: string): string => `key: "${name}" value { ${content} }`;
  if (type === binding.TF_ATTR_SHAPE) return given(shapeText(value as number[]));
  if (field === undefined) return undefined;
  const one = (single: unknown): string => `${field}: ${JSON.stringify(single)}`;
  return given(Array.isArray(value) ? `list { ${value.map(one).join(' ')} }` : one(value));
}

/** The values of a constant as text. */
function literals(
  binding: NativeBackend['binding'],
  dtype: number,
  values: ArrayLike<number>,
): string {
  // The binding takes a 64-bit number as two of 32 bits, of which the lower one is the number.
  if (dtype === binding.TF_INT64) return `int64_val: ${values[0]}`;
  const field = dtype === binding.TF_FLOAT ? 'float' : dtype === binding.TF_BOOL ? 'bool' : 'int';
  const text = (value: number): string => {
    if (field === 'bool') return String(Boolean(value));
    return Number.isFinite(value) ? String(value) : String(value).replace('Infinity', 'inf');
  };
  return Array.from(values, (value) => `${field}_val: ${text(value)}`).join(' ');
}
