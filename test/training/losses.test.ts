import assert from 'node:assert/strict';
import { test } from 'node:test';

import { tf } from '../../src/backend/tensorflow';
import { ndArray } from '../../src/data/ndArray';
import { meanSquaredError } from '../../src/metrics/imageScores';
import { poissonLoss } from '../../src/metrics/responseScores';
import { activationDensity, reconstructionLoss, responseLoss } from '../../src/training/losses';

const value = (scalar: tf.Scalar): number => scalar.dataSync()[0];
const close = (actual: number, expected: number, tolerance = 1e-4): void =>
  assert.ok(
    Math.abs(actual - expected) <= tolerance * Math.max(1, Math.abs(expected)),
    `${actual} is not ${expected}`,
  );

const images = tf.randomUniform([4, 32, 32, 1], -1, 1, 'float32', 3) as tf.Tensor4D;
const others = tf.randomUniform([4, 32, 32, 1], -1, 1, 'float32', 4) as tf.Tensor4D;
const predicted = tf.randomUniform([4, 5], 0.1, 3, 'float32', 5) as tf.Tensor2D;
const observed = tf.randomUniform([4, 5], 0, 3, 'float32', 6) as tf.Tensor2D;

test('the reconstruction loss is the MSE metric times the number of pixels', () => {
  const mse = meanSquaredError(
    others.dataSync() as Float32Array,
    images.dataSync() as Float32Array,
  );
  close(value(reconstructionLoss(others, images)), mse * 1024);
});

test('the response loss is the Poisson loss metric', () => {
  const metric = poissonLoss(
    ndArray([4, 5], predicted.dataSync() as Float32Array),
    ndArray([4, 5], observed.dataSync() as Float32Array),
  );
  close(value(responseLoss(predicted, observed)), metric);
});

test('the losses do not depend on the batch size', () => {
  const twice = <T extends tf.Tensor>(tensor: T): T => tf.concat([tensor, tensor], 0) as T;
  close(
    value(reconstructionLoss(twice(others), twice(images))),
    value(reconstructionLoss(others, images)),
  );
  close(
    value(responseLoss(twice(predicted), twice(observed))),
    value(responseLoss(predicted, observed)),
  );
  close(value(activationDensity(twice(images))), value(activationDensity(images)));
});

test('the density is 1 for equal activity, small for one active unit, and blind to scale', () => {
  close(value(activationDensity(tf.ones([2, 4, 4, 4]))), 1);
  const single = tf
    .oneHot(tf.tensor1d([7], 'int32'), 64)
    .toFloat()
    .reshape([1, 4, 4, 4]) as tf.Tensor4D;
  close(value(activationDensity(single)), 1 / 8);
  close(value(activationDensity(tf.mul(images, 100))), value(activationDensity(images)));
});
