import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tf } from '../../src/backend/tensorflow';
import { arithmeticOf } from './arithmetic';

const convolution = { images: tf.ones([2, 4, 4, 3]), filter: tf.ones([3, 3, 3, 5]) };

const counted: Readonly<Record<string, readonly [count: number, compute: () => void]>> = {
  'a convolution': [
    2 * (2 * 2 * 2 * 5) * (3 * 3 * 3),
    () =>
      tf.conv2d(convolution.images as tf.Tensor4D, convolution.filter as tf.Tensor4D, 2, 'same'),
  ],
  'a convolution and its gradients, as much again each': [
    3 * 2 * (2 * 4 * 4 * 5) * (3 * 3 * 3),
    () =>
      tf.grads((images: tf.Tensor, filter: tf.Tensor) =>
        tf.conv2d(images as tf.Tensor4D, filter as tf.Tensor4D, 1, 'same').sum(),
      )([convolution.images, convolution.filter]),
  ],
  'a transposed convolution': [
    2 * (2 * 4 * 4 * 3) * (4 * 4 * 5),
    () =>
      tf.conv2dTranspose(
        convolution.images as tf.Tensor4D,
        tf.ones([4, 4, 5, 3]),
        [2, 8, 8, 5],
        2,
        'same',
      ),
  ],
  'a product with a transposed matrix': [
    2 * 7 * 3 * 5,
    () => tf.matMul(tf.ones([7, 3]), tf.ones([5, 3]), false, true),
  ],
  'a batch of products': [
    2 * 4 * (2 * 3 * 5),
    () => tf.matMul(tf.ones([4, 2, 3]), tf.ones([4, 3, 5])),
  ],
};

for (const [what, [count, compute]] of Object.entries(counted)) {
  test(`multiplications and additions of ${what}`, async () => {
    assert.equal(Math.round((await arithmeticOf(() => tf.tidy(compute))) * 1e9), count);
  });
}
