import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tf } from '../../src/backend/tensorflow';
import { createRandom } from '../../src/data/random';
import { createNetwork } from '../../src/models/network';
import { placeholderNeurons } from '../placeholderNeurons';
import { drawOrientations, orientedImages } from '../../src/training/batches';

test('eight different orientations of a 2 x 2 image, the image itself first', () => {
  const oriented = tf.tidy(
    () =>
      orientedImages(tf.tensor4d([1, 2, 3, 4], [1, 2, 2, 1]))
        .reshape([8, 4])
        .arraySync() as number[][],
  );
  assert.deepEqual(oriented[0], [1, 2, 3, 4]);
  // The symmetries of the square, written out by hand: rotations and reflections.
  const expected = [
    '1,2,3,4',
    '2,4,1,3',
    '4,3,2,1',
    '3,1,4,2',
    '2,1,4,3',
    '1,3,2,4',
    '3,4,1,2',
    '4,2,3,1',
  ];
  assert.deepEqual(new Set(oriented.map(String)), new Set(expected));
});

test('a batch keeps its images, whatever their orientation', () => {
  const rows = drawOrientations(Int32Array.of(3, 0, 4), 5, createRandom(1, 'test'));
  assert.deepEqual(
    [...rows].map((row) => row % 5),
    [3, 0, 4],
  );
  assert.ok([...rows].every((row) => row < 40));
});

test('without batch normalisation every convolution has a bias, and no moving statistics', () => {
  const { initial, trainable } = createNetwork(
    { autoencoder: 'CAE', readout: null, layer: null },
    { normalization: 'none' },
  ).initialise(placeholderNeurons(1), 1);
  const names = Object.keys(initial);
  assert.equal(names.filter((name) => /\/(scale|offset|mean|variance)$/.test(name)).length, 0);
  assert.deepEqual(
    [1, 2, 3, 4].map((layer) => trainable.includes(`encoder${layer}/bias`)),
    [true, true, true, true],
  );
});
