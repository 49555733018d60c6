import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { nativeBackend } from '../../src/backend/nativeOps';
import { everyStep, repeatStep } from '../../src/backend/recordedStep';
import { tf } from '../../src/backend/tensorflow';
import { compareGraphWithEager, trainings } from './graphAndEager';

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

test('what a killed process left is removed, what another is loading is not', { skip }, () => {
  const [old, fresh] = ['old', 'new'].map((name) =>
    mkdtempSync(join(tmpdir(), `dae-nr-step-${name}`)),
  );
  mkdirSync(join(old, 'inside'));
  utimesSync(old, 0, 0);
  const repeated = repeatStep(() => tf.tidy(() => tf.scalar(1).add(1) as tf.Scalar));
  for (let step = 0; step < 4; step++) repeated.run().dispose();
  repeated.dispose();
  const left = folders().map((name) => join(tmpdir(), name));
  assert.deepEqual([left.includes(old), left.includes(fresh)], [false, true]);
  utimesSync(fresh, 0, 0);
});

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

const kept = skip === false ? [tf.keep(tf.scalar(0))] : [];
const unrepeatable: Readonly<Record<string, () => tf.Scalar>> = {
  'numbers of its own in every step': (() => {
    let count = 0;
    return () => tf.scalar(++count).square() as tf.Scalar;
  })(),
  'values that it reads': (() => {
    let count = 0;
    return () => {
      const read = tf.square(tf.scalar(++count)).dataSync()[0];
      return tf.scalar(read).mul(1) as tf.Scalar;
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
