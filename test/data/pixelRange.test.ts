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
  assert.deepEqual(pixelRange([dark, bright], ['a', 'b']), {
    low: 0,
    high: 255,
    scale: 2 / 255,
    offset: -1,
  });
  assert.throws(
    () => pixelRange([image([0, 9, 8, 7], 'u1'), dark], ['a.npy', 'b.npy']),
    /a\.npy and b\.npy differ in type/,
  );
});

test('pixels of no known range are refused with their range', () => {
  for (const values of [
    [-3, 1, 2, 3],
    [0, 1, 2, 300],
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

/** Images [N, 32 x 32] as a model sees them, in the range that is found for them. */
const seen = (values: readonly number[], stated?: readonly [number, number]): number[] => {
  const array: NpyArray = { type: 'f8', shape: [1, 1024], values: Float64Array.from(values) };
  return [
    ...preprocessImages(array, 32, pixelRange([array], ['x.npy'], stated)).values.slice(
      0,
      values.length,
    ),
  ];
};
const replaced = (values: readonly number[], at: number, value: number): number[] =>
  values.map((old, index) => (index === at ? value : old));
const ramp = Array.from({ length: 1024 }, (_, pixel) => pixel / 1023);

test('what interpolation overshoots is clipped and does not change the range', () => {
  const before = seen(ramp);
  for (const value of [1.0000000000000004, 1.02, 1.1])
    assert.deepEqual(seen(replaced(ramp, 1023, value)), before, String(value));
  for (const value of [-Number.EPSILON, -0.02, -0.1])
    assert.deepEqual(seen(replaced(ramp, 0, value)), before, String(value));
  const overshoot = (scale: number, offset: number): number[] => {
    const values = ramp.map((value) => value * scale + offset);
    const below = replaced(values, 0, values[0] - 0.02 * scale);
    return replaced(below, 1023, values[1023] + 0.02 * scale);
  };
  for (const [scale, offset] of [
    [2, -1],
    [255, 0],
    [255e-6, 0],
  ])
    seen(overshoot(scale, offset)).forEach((value, pixel) =>
      assert.ok(Math.abs(value - before[pixel]) < 1e-6, `${scale} ${pixel}`),
    );
});

test('a range that cannot be told is refused; stated, it is taken', () => {
  for (const [scale, offset] of [
    [0.4, 0], // dark, or of another range
    [2, 0],
    [12, 0], // far between 1 and 255
    [100, 0],
    [1.2, -0.2], // neither [0, 1] nor [-1, 1]
    [6, -3], // standardised
    [300, 0],
  ]) {
    const values = ramp.map((value) => value * scale + offset);
    assert.throws(
      () => seen(values),
      (error: unknown) =>
        error instanceof UserError && /range cannot be told.*"pixels"/.test(error.message),
      `${scale} ${offset}`,
    );
    seen(values, [offset, scale + offset]).forEach((value, pixel) =>
      assert.ok(Math.abs(value - (2 * ramp[pixel] - 1)) < 1e-6, `${scale} ${pixel}`),
    );
  }
  assert.throws(() => seen(ramp, [0, 0.5]), /dataset\.json says \[0, 0\.5\]/);
  const dark = image([0, 1, 9, 30], 'u1');
  assert.equal(pixelRange([dark], ['x.npy'], [0, 63]).high, 63);
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
