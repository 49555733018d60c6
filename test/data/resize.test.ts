import assert from 'node:assert/strict';
import { test } from 'node:test';
import { resizedBack, resizeImages, resizingMatrix } from '../../src/data/resize';
import oracle31 from '../oracles/resize.json';
import oracle from '../oracles/resizeOtherSizes.json';
import { sequence } from '../oracles/sequence';

function assertClose(actual: readonly number[], expected: readonly number[]): void {
  assert.equal(actual.length, expected.length);
  actual.forEach((value, index) =>
    assert.ok(
      Math.abs(value - expected[index]) < 1e-7,
      `${value} instead of ${expected[index]} at ${index}`,
    ),
  );
}

const rowOf = (image: Float64Array, row: number): number[] => [
  ...image.subarray(row * 32, (row + 1) * 32),
];
const lastColumnOf = (image: Float64Array): number[] =>
  Array.from({ length: 32 }, (_, row) => image[row * 32 + 31]);
const sumOfSquares = (image: Float64Array): number =>
  image.reduce((sum, value) => sum + value * value, 0);

test("31 x 31 images are resized as by PyTorch's bilinear interpolation", () => {
  const resized = resizeImages(Float64Array.from(sequence(31 * 31, oracle31.phase)), 1, 31);
  assertClose(rowOf(resized, 0), oracle31.firstRow);
  assertClose(rowOf(resized, 16), oracle31.middleRow);
  assertClose(lastColumnOf(resized), oracle31.lastColumn);
  assert.ok(Math.abs(sumOfSquares(resized) - oracle31.sumOfSquares) < 1e-5);
});

test("smaller and larger images are resized as by PyTorch's antialiased bilinear interpolation", () => {
  for (const { side, firstRow, row17, lastColumn, sumOfSquares: expected } of oracle.sides) {
    const resized = resizeImages(Float64Array.from(sequence(side * side, side)), 1, side);
    assertClose(rowOf(resized, 0), firstRow);
    assertClose(rowOf(resized, 17), row17);
    assertClose(lastColumnOf(resized), lastColumn);
    assert.ok(Math.abs(sumOfSquares(resized) - expected) < 1e-5);
  }
});

test('every image of a stack is resized by itself', () => {
  const first = Float64Array.from(sequence(31 * 31, 1));
  const second = Float64Array.from(sequence(31 * 31, 2));
  const both = resizeImages(Float64Array.of(...first, ...second), 2, 31);
  assert.deepEqual(both.subarray(0, 1024), resizeImages(first, 1, 31));
  assert.deepEqual(both.subarray(1024), resizeImages(second, 1, 31));
});

test("the matrix of an axis resizes as resizeImages does; at the models' own side it changes nothing", () => {
  const image = Float64Array.from(sequence(31 * 31, 0.8));
  const matrix = resizingMatrix(31);
  const resized = resizeImages(image, 1, 31);
  for (const [row, column] of [
    [0, 0],
    [7, 20],
    [31, 31],
  ]) {
    let value = 0;
    for (let y = 0; y < 31; y++)
      for (let x = 0; x < 31; x++)
        value += matrix.values[row * 31 + y] * image[y * 31 + x] * matrix.values[column * 31 + x];
    assert.ok(Math.abs(value - resized[row * 32 + column]) < 1e-6);
  }
  assert.ok(resizingMatrix(32).values.every((value, entry) => value === Number(entry % 33 === 0)));
});

test('resized images come back as they were', () => {
  const images = Float64Array.from(sequence(2 * 31 * 31, 0.9));
  const resized = Float32Array.from(resizeImages(images, 2, 31));
  const back = resizedBack({ shape: [2, 32, 32, 1], values: resized }, 31);
  assert.deepEqual(back.shape, [2, 31, 31]);
  back.values.forEach((value, pixel) => assert.ok(Math.abs(value - images[pixel]) < 1e-5));
});
