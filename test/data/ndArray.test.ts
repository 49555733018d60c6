import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  column,
  ndArray,
  rowView,
  takeColumns,
  takeRows,
  type NdArray,
} from '../../src/data/ndArray';
import { UserError } from '../../src/errors';

const matrix = ndArray([2, 3], Float32Array.of(0, 1, 2, 10, 11, 12));

test('a shape needs as many values as it has places', () => {
  assert.throws(() => ndArray([2, 3], new Float32Array(5)), UserError);
  assert.deepEqual(ndArray([0, 3], new Float32Array(0)).shape, [0, 3]);
});

test('rows and columns are taken in the order asked for, repetitions included', () => {
  assert.deepEqual(
    takeRows(matrix, [1, 0, 1]),
    ndArray([3, 3], Float32Array.of(10, 11, 12, 0, 1, 2, 10, 11, 12)),
  );
  assert.deepEqual(takeColumns(matrix, [2, 0]), ndArray([2, 2], Float32Array.of(2, 0, 12, 10)));
  assert.deepEqual(takeRows(matrix, []), ndArray([0, 3], new Float32Array(0)));
  assert.deepEqual(column(matrix, 1), [1, 11]);
  assert.deepEqual(rowView(matrix, 1), Float32Array.of(10, 11, 12));
});

test('a row is a view, rows of more than two axes are whole', () => {
  const images = ndArray([2, 2, 2], Float32Array.of(0, 1, 2, 3, 4, 5, 6, 7));
  assert.equal(rowView(images, 1).buffer, images.values.buffer);
  assert.deepEqual(takeRows(images, [1]), ndArray([1, 2, 2], Float32Array.of(4, 5, 6, 7)));
});

test('an index that names nothing is refused, not answered with a neighbour', () => {
  const takes: Record<string, (array: NdArray, index: number) => unknown> = {
    row: rowView,
    'row ': (array, index) => takeRows(array, [0, index]),
    column,
    'column ': (array, index) => takeColumns(array, [0, index]),
  };
  for (const [name, take] of Object.entries(takes)) {
    const length = matrix.shape[name.trim() === 'row' ? 0 : 1];
    for (const index of [length, length + 5, -1, 0.5, NaN])
      assert.throws(
        () => take(matrix, index),
        (error: unknown) =>
          error instanceof UserError &&
          error.message ===
            `There is no ${name.trim()} ${index}: they are numbered from 0 to ${length - 1}.`,
        `${name} ${index}`,
      );
  }
  assert.throws(() => rowView(ndArray([0, 3], new Float32Array(0)), 0), /the array has none/);
});
