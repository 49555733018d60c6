import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { nativeBackend } from '../../src/backend/nativeOps';
import { everyStep, repeatStep } from '../../src/backend/recordedStep';
import { tf } from '../../src/backend/tensorflow';
import { compareGraphWithEager, trainings } from './graphAndEager';

// Its own temporary folder: other test files run graphs at the same time.
const ownFolder = mkdtempSync(join(tmpdir(), 'dae-nr-steps-'));
process.env['TMPDIR'] = ownFolder;
after(() => rmSync(ownFolder, { recursive: true, force: true }));

const skip = nativeBackend() === undefined && 'only native TensorFlow runs graphs';
const sessions = (): number =>
  (tf.backend() as unknown as { getNumOfSavedModels(): number }).getNumOfSavedModels();
const folders = (): string[] =>
  readdirSync(tmpdir()).filter((name) => name.startsWith('dae-nr-step-'));

for (const name of Object.keys(trainings)) {
  test(`one graph a step gives the same as one op after the other: ${name}`, { skip }, () =>
    compareGraphWithEager(name, 12),
  );
}

test('trainings leave no tensor, session or folder behind', { skip }, async () => {
  await trainings['VAE-FC1'](8, { execution: 'graph' });
  const before = [tf.memory().numTensors, sessions(), folders()];
  for (let training = 0; training < 5; training++)
    await trainings['VAE-FC1'](8, { execution: 'graph' });
  assert.deepEqual([tf.memory().numTensors, sessions(), folders()], before);
});

test('what a killed process left is removed, what another is loading or what cannot be looked at is not', {
  skip,
}, () => {
  // A link to itself, in the place of what belongs to somebody else.
  const closed = join(tmpdir(), 'dae-nr-step-closed');
  rmSync(closed, { force: true });
  symlinkSync(closed, closed);
  const [old, fresh] = ['old', 'new'].map((name) =>
    mkdtempSync(join(tmpdir(), `dae-nr-step-${name}`)),
  );
  mkdirSync(join(old, 'inside'));
  utimesSync(old, 0, 0);
  const repeated = repeatStep(() => tf.tidy(() => tf.scalar(1).add(1) as tf.Scalar));
  for (let step = 0; step < 4; step++) repeated.run().dispose();
  const left = folders().map((name) => join(tmpdir(), name));
  assert.deepEqual(
    [old, fresh, closed].map((folder) => left.includes(folder)),
    [false, true, true],
  );
  assert.equal(repeated.execution, 'graph');
  repeated.dispose();
  for (const folder of [fresh, closed]) rmSync(folder, { recursive: true });
});

/** Makes a function of TensorFlow's binding throw, except in its first calls. */
function breakBinding(name: 'loadSavedModel' | 'runSavedModel', callsThatWork: number): () => void {
  const backend = tf.backend() as unknown as { binding: Record<string, () => unknown> };
  const { binding } = backend;
  const broken = (...given: unknown[]): unknown => {
    if (callsThatWork-- > 0) return Reflect.apply(binding[name], binding, given);
    throw new Error('out of order');
  };
  backend.binding = Object.create(binding, { [name]: { value: broken } });
  return () => {
    backend.binding = binding;
  };
}

const obstacles: Readonly<Record<string, () => () => void>> = {
  'there is no folder for it': () => {
    const { TMPDIR } = process.env;
    process.env['TMPDIR'] = '/dev/null';
    return () => {
      if (TMPDIR === undefined) delete process.env['TMPDIR'];
      else process.env['TMPDIR'] = TMPDIR;
    };
  },
  'TensorFlow does not load it': () => breakBinding('loadSavedModel', 0),
  'its variables cannot be set': () => breakBinding('runSavedModel', 0),
  'the device cannot run it': () => breakBinding('runSavedModel', 1),
};

for (const [kind, obstruct] of Object.entries(obstacles)) {
  test(`a training goes on eagerly, and says so, where ${kind}`, { skip }, async () => {
    const eager = await trainings['CNN-FC2'](8, { execution: 'eager' });
    const before = [tf.memory().numTensors, sessions(), folders()];
    const clear = obstruct();
    const trained = await trainings['CNN-FC2'](8, { execution: 'graph' }).finally(clear);
    assert.equal(trained.execution, 'eager');
    assert.deepEqual([trained.weights, trained.curves], [eager.weights, eager.curves]);
    assert.deepEqual([tf.memory().numTensors, sessions(), folders()], before);
  });
}

/** Runs a step six times. */
function sixTimes(step: () => tf.Scalar): {
  readonly losses: number[];
  readonly execution: string;
} {
  const repeated = repeatStep(() => tf.tidy(step));
  const losses = Array.from({ length: 6 }, () => {
    const loss = repeated.run();
    const [value] = loss.dataSync();
    loss.dispose();
    return value;
  });
  const { execution } = repeated;
  repeated.dispose();
  return { losses, execution };
}

test('what is marked as new in every step is new in every step', { skip }, () => {
  let count = 0;
  const { losses, execution } = sixTimes(() => {
    const [number] = everyStep(() => [tf.scalar(++count)]);
    return number.square() as tf.Scalar;
  });
  assert.deepEqual(losses, [1, 4, 9, 16, 25, 36]);
  assert.equal(execution, 'graph');
});

test('what is made for a step is gone after it', { skip }, () => {
  const before = tf.memory().numTensors;
  let count = 0;
  const { losses, execution } = sixTimes(() => {
    const [number] = everyStep(() => [tf.scalar(++count), tf.scalar(0)].slice(0, 1));
    return number.square() as tf.Scalar;
  });
  assert.deepEqual([losses, execution], [[1, 4, 9, 16, 25, 36], 'graph']);
  assert.equal(tf.memory().numTensors, before);
});

test('constants of every type keep their bits', { skip }, () => {
  const { losses, execution } = sixTimes(() => {
    const chosen = tf.where(
      tf.tensor1d([true, false], 'bool'),
      tf.tensor1d([-0, NaN]),
      tf.tensor1d([NaN, 0.1]).mul(tf.tensor1d([7, 3], 'int32')),
    );
    return tf.div(1, chosen).sum() as tf.Scalar;
  });
  assert.deepEqual([losses, execution], [Array(6).fill(-Infinity), 'graph']);
});

const kept = skip === false ? [tf.keep(tf.scalar(0))] : [];
const unrepeatable: Readonly<Record<string, () => tf.Scalar>> = {
  'numbers of its own in every step': (() => {
    let count = 0;
    return () => tf.scalar(++count).square() as tf.Scalar;
  })(),
  'other numbers in the same array': (() => {
    let count = 0;
    const values = new Float32Array(1);
    return () => {
      values[0] = ++count;
      return tf.tensor(values).sum().square() as tf.Scalar;
    };
  })(),
  'values that it reads': (() => {
    let count = 0;
    return () => {
      const read = tf.square(tf.scalar(++count)).dataSync()[0];
      return tf.scalar(read).mul(1) as tf.Scalar;
    };
  })(),
  'values of what is new in every step, which it reads': (() => {
    let count = 0;
    return () => {
      const [number] = everyStep(() => [tf.scalar(++count)]);
      const isLate = number.dataSync()[0] > 3;
      return (isLate ? number.square() : number.mul(number)) as tf.Scalar;
    };
  })(),
  'a shape that depends on values': (() => {
    let count = 0;
    return () => {
      const [numbers] = everyStep(() => [tf.tensor1d([1, ++count > 3 ? 2 : 1])]);
      const [number] = everyStep(() => [tf.scalar(count)]);
      const { size } = tf.unique(numbers).values;
      return number.square().mul(size).div(size) as tf.Scalar;
    };
  })(),
  'other ops in every step': (() => {
    let count = 0;
    return () => {
      let sum = tf.scalar(0).add(1);
      const squared = (++count) ** 2;
      for (let added = 1; added < squared; added++) sum = sum.add(1);
      return sum as tf.Scalar;
    };
  })(),
  'a tensor that it carries on by itself': (() => {
    let count = 0;
    return () => {
      kept.push(tf.keep(kept.at(-1)!.add(2 * ++count - 1)));
      return kept.at(-1)!.clone().mul(1) as tf.Scalar;
    };
  })(),
};

for (const [kind, step] of Object.entries(unrepeatable)) {
  test(`a step with ${kind} stays eager and is right`, { skip }, () => {
    assert.deepEqual(sixTimes(step), { losses: [1, 4, 9, 16, 25, 36], execution: 'eager' });
  });
}

// TensorFlow keeps a kernel for every op with other attributes, for ever.
test('every training sends ops that TensorFlow has seen in the first', { skip }, async () => {
  const backend = tf.backend() as unknown as { binding: Record<string, () => unknown> };
  const { binding } = backend;
  const sent = new Set<string>();
  const executeOp = (...given: unknown[]): unknown => {
    sent.add(JSON.stringify(given.slice(0, 2)));
    return Reflect.apply(binding.executeOp, binding, given);
  };
  backend.binding = Object.create(binding, { executeOp: { value: executeOp } });
  try {
    await trainings['CNN-FC2'](2, { execution: 'eager' });
    const { size } = sent;
    await trainings['CNN-FC2'](2, { execution: 'eager' });
    assert.ok(size > 0);
    assert.equal(sent.size, size);
  } finally {
    backend.binding = binding;
  }
});
