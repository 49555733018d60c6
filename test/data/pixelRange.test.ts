import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkImages, pixelRange, preprocessImages } from '../../src/data/images';
import type { NpyArray, NpyType } from '../../src/data/npy';
import { UserError } from '../../src/errors';

const image = (values: readonly number[], type: NpyType = 'f8'): NpyArray => ({
  type,
  shape: [1, values.length],
  values: Float64Array.from(values),
});

test('each range is recognised and brought to [-1, 1]', () => {
  const cases: [NpyArray, string, readonly number[]][] = [
    [image([0, 51, 102, 255], 'u1'), 'uint8', [-1, -0.6, -0.2, 1]],
    [image([0, 51e-6, 102e-6, 255e-6]), 'uint8 * 1e-6', [-1, -0.6, -0.2, 1]],
    [image([0, 51e-6, 102e-6, 255e-6].map(Math.fround), 'f4'), 'uint8 * 1e-6', [-1, -0.6, -0.2, 1]],
    [image([0, 0.2, 0.4, 1]), '[0, 1]', [-1, -0.6, -0.2, 1]],
    [image([0, 1, 1, 0], 'i8'), '[0, 1]', [-1, 1, 1, -1]],
    [image([-1, -0.5, 0.5, 1]), '[-1, 1]', [-1, -0.5, 0.5, 1]],
    [image([0, 51, 102, 255]), '[0, 255]', [-1, -0.6, -0.2, 1]],
    [image([0, 51, 102, 255], 'i4'), '[0, 255]', [-1, -0.6, -0.2, 1]],
  ];
  for (const [array, name, expected] of cases) {
    const range = pixelRange([array], ['x.npy']);
    array.values.forEach((value, index) =>
      assert.ok(
        Math.abs(value * range.scale + range.offset - expected[index]) < 1e-6,
        `${name} ${value}`,
      ),
    );
  }
});

test('training and test images share one range', () => {
  const dark = image([0, 0.5, 0.7, 1]);
  const bright = image([0, 100, 200, 250]);
  assert.deepEqual(pixelRange([dark, bright], ['a', 'b']), { scale: 2 / 255, offset: -1 });
  assert.throws(
    () => pixelRange([image([0, 9, 8, 7], 'u1'), dark], ['a.npy', 'b.npy']),
    /a\.npy and b\.npy differ in type/,
  );
});

test('pixels of no known range are refused with their range', () => {
  for (const values of [
    [-3, 1, 2, 3],
    [0, 1, 2, 256],
    [-1e-3, 1, 2, 1.1],
  ]) {
    assert.throws(
      () => pixelRange([image(values)], ['x.npy']),
      (error: unknown) =>
        error instanceof UserError &&
        error.message.includes(`[${Math.min(...values)}, ${Math.max(...values)}]`),
    );
  }
  assert.throws(
    () => pixelRange([image([0, 1, 1, 0], 'u1')], ['x.npy']),
    /uint8 files with no value above 1/,
  );
});

test('images of every accepted shape give [N, 32, 32, 1]', () => {
  const values = Float64Array.from({ length: 2 * 1024 }, (_, index) => (index % 7) / 6);
  for (const shape of [
    [2, 1024],
    [2, 32, 32],
    [2, 32, 32, 1],
  ]) {
    const array: NpyArray = { type: 'f8', shape, values };
    assert.equal(checkImages(array, 'x.npy'), 32);
    const processed = preprocessImages(array, 32, pixelRange([array], ['x.npy']));
    assert.deepEqual(processed.shape, [2, 32, 32, 1]);
    processed.values.forEach((value, index) =>
      assert.equal(value, Math.fround(values[index] * 2 - 1)),
    );
  }
});

test('images that are not square, grey, finite or contain no contrast are refused', () => {
  const of = (
    shape: number[],
    fill: (index: number) => number = (index) => index % 5,
  ): NpyArray => ({
    type: 'f8',
    shape,
    values: Float64Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, index) =>
      fill(index),
    ),
  });
  for (const shape of [[2, 12], [2, 3, 4], [2, 4, 4, 3], [16], [], [2, 2, 4, 4, 1]]) {
    assert.throws(
      () => checkImages(of(shape), 'x.npy'),
      /x\.npy has the shape .* square grey images/,
    );
  }
  assert.throws(() => checkImages(of([0, 961]), 'x.npy'), /holds 0 images/);
  assert.throws(() => checkImages(of([3, 0]), 'x.npy'), UserError);
  for (const bad of [NaN, Infinity, -Infinity]) {
    assert.throws(
      () =>
        checkImages(
          of([2, 16], (index) => (index === 20 ? bad : index % 5)),
          'x.npy',
        ),
      new RegExp(`x\\.npy holds the value ${bad} in image 1`),
    );
  }
  assert.throws(
    () =>
      checkImages(
        of([3, 16], (index) => (index < 16 ? index : 7)),
        'x.npy',
      ),
    /2 of 3 images without any contrast \(1, 2\)/,
  );
});
