import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nativeBackend } from '../../src/backend/nativeOps';
import { createParameterStore, type ParameterStore } from '../../src/backend/parameterStore';
import { createNativeVariables, createPortableVariables } from '../../src/backend/variables';
import { tf } from '../../src/backend/tensorflow';
import { ndArray, type NdArray } from '../../src/data/ndArray';
import { closeTo } from '../closeTo';
import { sequence } from '../oracles/sequence';

const size = 6;
const initial = (): Record<string, NdArray> => ({
  weights: ndArray([2, 3], sequence(size, 1)),
  bias: ndArray([size], sequence(size, 2)),
  movingMean: ndArray([size], sequence(size, 3)),
});
const trainable = ['weights', 'bias'];

/** Gradient of one parameter at a step; the last entries are as small as Adam's epsilon. */
function gradient(parameter: number, step: number): Float32Array {
  return sequence(size, 10 * parameter + step).map((value, index) => value * 10 ** -index);
}

/**
 * Kingma & Ba 2015, the efficient formulation at the end of Sec. 2, which is TensorFlow's, in
 * double precision.
 */
function adam(
  start: ArrayLike<number>,
  gradients: readonly Float32Array[],
  rates: readonly number[],
): number[] {
  return Array.from(start, (value, index) => {
    let [current, first, second] = [value, 0, 0];
    gradients.forEach((entries, step) => {
      first = 0.9 * first + 0.1 * entries[index];
      second = 0.999 * second + 0.001 * entries[index] ** 2;
      const rate = (rates[step] * Math.sqrt(1 - 0.999 ** (step + 1))) / (1 - 0.9 ** (step + 1));
      current -= (rate * first) / (Math.sqrt(second) + 1e-7);
    });
    return current;
  });
}

function applySteps(
  store: ParameterStore,
  steps: readonly number[],
  rates: readonly number[],
): void {
  steps.forEach((step, index) => {
    const gradients = {
      weights: tf.tensor2d(gradient(0, step), [2, 3]),
      bias: tf.tensor1d(gradient(1, step)),
    };
    store.applyAdam(gradients, rates[index]);
    tf.dispose(gradients);
  });
}

function allClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  assert.equal(actual.length, expected.length);
  Array.from(expected).forEach((value, index) => closeTo(actual[index], value, tolerance));
}

const native = nativeBackend();
const stores: Readonly<Record<string, (values: Record<string, NdArray>) => ParameterStore>> = {
  ...(native === undefined
    ? {}
    : {
        native: (values: Record<string, NdArray>) =>
          createParameterStore(values, trainable, createNativeVariables(native)),
      }),
  portable: (values) => createParameterStore(values, trainable, createPortableVariables()),
};

for (const [kind, create] of Object.entries(stores)) {
  test(`${kind} store: five Adam steps with a changing rate follow the formula`, () => {
    const store = create(initial());
    const rates = [1e-2, 1e-2, 5e-3, 5e-3, 1e-3];
    applySteps(store, [0, 1, 2, 3, 4], rates);
    const { weights, bias, movingMean } = store.download();
    store.dispose();
    const steps = (parameter: number): Float32Array[] =>
      rates.map((_, step) => gradient(parameter, step));
    allClose(weights.values, adam(initial()['weights'].values, steps(0), rates), 1e-6);
    allClose(bias.values, adam(initial()['bias'].values, steps(1), rates), 1e-6);
    allClose(movingMean.values, initial()['movingMean'].values, 0);
    assert.deepEqual(weights.shape, [2, 3]);
  });

  test(`${kind} store: going back to the best forgets later values and Adam's moments`, () => {
    const store = create(initial());
    applySteps(store, [0, 1], [1e-2, 1e-2]);
    store.keepBest();
    const best = store.download();
    applySteps(store, [2, 3], [1e-2, 1e-2]);
    const moved = tf.zeros([size]);
    store.assign({ movingMean: moved });
    assert.notDeepEqual(store.download()['weights'].values, best['weights'].values);
    store.restoreBest();
    const restored = store.download();
    assert.deepEqual(restored, best);
    applySteps(store, [4], [1e-2]);
    allClose(
      store.download()['weights'].values,
      adam(best['weights'].values, [gradient(0, 4)], [1e-2]),
      1e-6,
    );
    // A second step back must not find the first one's leftovers.
    store.restoreBest();
    assert.deepEqual(store.download(), best);
    moved.dispose();
    store.dispose();
  });

  test(`${kind} store: the caller's arrays stay as they were`, () => {
    const values = initial();
    const store = create(values);
    applySteps(store, [0, 1], [1e-1, 1e-1]);
    store.dispose();
    assert.deepEqual(values, initial());
  });

  test(`${kind} store: two stores do not share values`, () => {
    const [first, second] = [create(initial()), create(initial())];
    applySteps(first, [0], [1e-1]);
    assert.deepEqual(second.download(), initial());
    first.dispose();
    assert.deepEqual(second.download(), initial());
    second.dispose();
  });

  test(`${kind} store: no tensor is left behind`, () => {
    const before = tf.memory().numTensors;
    const store = create(initial());
    applySteps(store, [0], [1e-2]);
    const during = tf.memory().numTensors;
    applySteps(store, [1, 2, 3], [1e-2, 1e-2, 1e-2]);
    store.download();
    assert.equal(tf.memory().numTensors, during);
    store.keepBest();
    store.restoreBest();
    store.dispose();
    assert.equal(tf.memory().numTensors, before);
  });
}
