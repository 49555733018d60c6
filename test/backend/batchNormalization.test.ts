import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import {
  batchNormalizationEpsilon,
  batchNormalizationMomentum,
  normalizeBatch,
  normalizeWithMovingStatistics,
} from '../../src/backend/batchNormalization';
import { tf } from '../../src/backend/tensorflow';
import { closeTo } from '../closeTo';
import { sequence } from '../oracles/sequence';

const shape: [number, number, number, number] = [3, 4, 5, 2];
const count = 3 * 4 * 5;
const originalBackend = tf.getBackend();

afterEach(() => tf.setBackend(originalBackend));

function inputs() {
  return {
    // Far from mean 0 and deviation 1, where a forgotten term would hide.
    images: tf.add(tf.mul(tf.tensor4d(sequence(count * 2, 1), shape), 2), 1.5) as tf.Tensor4D,
    scale: tf.tensor1d([0.7, -1.3]),
    offset: tf.tensor1d([0.2, -0.4]),
    mean: tf.tensor1d([0.5, -0.5]),
    variance: tf.tensor1d([2, 0.5]),
    weights: tf.tensor4d(sequence(count * 2, 2), shape),
  };
}

/** The definition, in ops that tfjs differentiates itself. */
function plain(images: tf.Tensor, scale: tf.Tensor, offset: tf.Tensor): tf.Tensor {
  const mean = tf.mean(images, [0, 1, 2]);
  const variance = tf.mean(tf.square(tf.sub(images, mean)), [0, 1, 2]);
  return tf.add(
    tf.mul(
      tf.div(tf.sub(images, mean), tf.sqrt(tf.add(variance, batchNormalizationEpsilon))),
      scale,
    ),
    offset,
  );
}

function sameValues(actual: tf.Tensor, expected: tf.Tensor, tolerance: number): void {
  assert.deepEqual(actual.shape, expected.shape);
  const values = actual.dataSync();
  expected.dataSync().forEach((value, index) => closeTo(values[index], value, tolerance));
}

// `cpu` stands for every backend without TensorFlow's fused op.
for (const backend of ['tensorflow', 'cpu']) {
  test(`batch norm on ${backend}: output and gradients are those of the definition`, {
    skip: tf.findBackend(backend) === null,
  }, () => {
    tf.setBackend(backend);
    tf.tidy(() => {
      const { images, scale, offset, mean, variance, weights } = inputs();
      // The cube keeps the incoming gradient from being the same everywhere.
      const loss = (output: tf.Tensor): tf.Scalar => tf.sum(tf.mul(tf.pow(output, 3), weights));
      const ours = tf.valueAndGrads((x: tf.Tensor, s: tf.Tensor, o: tf.Tensor) => {
        const normalized = normalizeBatch(x as tf.Tensor4D, {
          scale: s,
          offset: o,
          mean,
          variance,
        });
        tf.dispose([normalized.mean, normalized.variance]);
        return loss(normalized.output);
      })([images, scale, offset]);
      const theirs = tf.valueAndGrads((x: tf.Tensor, s: tf.Tensor, o: tf.Tensor) =>
        loss(plain(x, s, o)),
      )([images, scale, offset]);
      sameValues(ours.value, theirs.value, 1e-3);
      ours.grads.forEach((gradient, index) => sameValues(gradient, theirs.grads[index], 1e-3));
    });
  });

  test(`batch norm on ${backend}: the input gradient agrees with finite differences`, {
    skip: tf.findBackend(backend) === null,
  }, () => {
    tf.setBackend(backend);
    tf.tidy(() => {
      const { images, scale, offset, mean, variance, weights } = inputs();
      const loss = (x: tf.Tensor): tf.Scalar => {
        const normalized = normalizeBatch(x as tf.Tensor4D, { scale, offset, mean, variance });
        tf.dispose([normalized.mean, normalized.variance]);
        return tf.sum(tf.mul(tf.square(normalized.output), weights));
      };
      const gradient = tf.grad(loss)(images).dataSync();
      const values = images.dataSync();
      const step = 0.02;
      for (const entry of [0, 1, 17, 60, 119]) {
        const moved = (by: number): number =>
          loss(
            tf.tensor4d(
              values.map((value, index) => (index === entry ? value + by : value)) as Float32Array,
              shape,
            ),
          ).dataSync()[0];
        closeTo((moved(step) - moved(-step)) / (2 * step), gradient[entry], 5e-3);
      }
    });
  });

  test(`batch norm on ${backend}: moving statistics move by the momentum, with the unbiased variance`, {
    skip: tf.findBackend(backend) === null,
  }, () => {
    tf.setBackend(backend);
    tf.tidy(() => {
      const { images, scale, offset, mean, variance } = inputs();
      const moved = normalizeBatch(images, { scale, offset, mean, variance });
      const batch = tf.moments(images, [0, 1, 2]);
      const mix = (before: tf.Tensor, now: tf.Tensor): tf.Tensor =>
        tf.add(
          tf.mul(before, batchNormalizationMomentum),
          tf.mul(now, 1 - batchNormalizationMomentum),
        );
      sameValues(moved.mean, mix(mean, batch.mean), 1e-5);
      sameValues(moved.variance, mix(variance, tf.mul(batch.variance, count / (count - 1))), 1e-5);
      sameValues(mean, tf.tensor1d([0.5, -0.5]), 0);
      tf.dispose([moved.mean, moved.variance]);
    });
  });

  test(`batch norm on ${backend}: with moving statistics an image does not depend on its neighbours`, {
    skip: tf.findBackend(backend) === null,
  }, () => {
    tf.setBackend(backend);
    tf.tidy(() => {
      const { images, ...state } = inputs();
      const all = normalizeWithMovingStatistics(images, state);
      const first = normalizeWithMovingStatistics(
        tf.slice4d(images, [0, 0, 0, 0], [1, 4, 5, 2]),
        state,
      );
      sameValues(first, tf.slice4d(all, [0, 0, 0, 0], [1, 4, 5, 2]), 1e-6);
    });
  });

  test(`batch norm on ${backend}: no tensor is left behind`, {
    skip: tf.findBackend(backend) === null,
  }, () => {
    tf.setBackend(backend);
    const once = (): void =>
      tf.tidy(() => {
        const { images, scale, offset, mean, variance } = inputs();
        tf.grads((x: tf.Tensor, s: tf.Tensor, o: tf.Tensor) => {
          const normalized = normalizeBatch(x as tf.Tensor4D, {
            scale: s,
            offset: o,
            mean,
            variance,
          });
          tf.dispose([normalized.mean, normalized.variance]);
          return tf.sum(normalized.output);
        })([images, scale, offset]);
      });
    once();
    const before = tf.memory().numTensors;
    once();
    assert.equal(tf.memory().numTensors, before);
  });
}
