import { UserError } from '../errors';

/**
 * A dense row-major array of single-precision numbers, the package's exchange format between files,
 * models and figures.
 */
export interface NdArray {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** Number of elements of a shape. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

/**
 * Wraps values in a shape.
 * @throws UserError when the number of values does not fit the shape.
 */
export function ndArray(shape: readonly number[], values: Float32Array): NdArray {
  if (values.length !== sizeOf(shape))
    throw new UserError(
      `An array of shape [${shape.join(', ')}] needs ${sizeOf(shape)} values but got ` +
        `${values.length}.`,
    );
  return { shape, values };
}

/** @throws UserError where an index names no entry of an axis; without, neighbours would answer. */
function requireIndex(index: number, length: number, what: string): void {
  if (!(Number.isInteger(index) && index >= 0 && index < length))
    throw new UserError(
      length === 0
        ? `There is no ${what} ${index}: the array has none.`
        : `There is no ${what} ${index}: they are numbered from 0 to ${length - 1}.`,
    );
}

/**
 * The entries along the first axis named by `indices`, copied in that order: [N, ...] ->
 * [indices.length, ...].
 * @throws UserError for an index that is none.
 */
export function takeRows(array: NdArray, indices: readonly number[]): NdArray {
  const width = sizeOf(array.shape.slice(1));
  const values = new Float32Array(indices.length * width);
  indices.forEach((row, position) => {
    requireIndex(row, array.shape[0], 'row');
    values.set(array.values.subarray(row * width, (row + 1) * width), position * width);
  });
  return { shape: [indices.length, ...array.shape.slice(1)], values };
}

/**
 * The columns named by `indices` of a matrix: [N, M] -> [N, indices.length].
 * @throws UserError for an index that is none.
 */
export function takeColumns(matrix: NdArray, indices: readonly number[]): NdArray {
  const [rows, columns] = matrix.shape as [number, number];
  indices.forEach((index) => requireIndex(index, columns, 'column'));
  const width = indices.length;
  const values = new Float32Array(rows * width).map(
    (_, position) =>
      matrix.values[Math.floor(position / width) * columns + indices[position % width]],
  );
  return { shape: [rows, width], values };
}

/**
 * One column of a matrix [N, M] as a plain array of N numbers.
 * @throws UserError for an index that is none.
 */
export function column(matrix: NdArray, index: number): number[] {
  const [rows, columns] = matrix.shape as [number, number];
  requireIndex(index, columns, 'column');
  return Array.from({ length: rows }, (_, row) => matrix.values[row * columns + index]);
}

/**
 * One entry along the first axis as a view without copying: [N, ...] -> values of [...].
 * @throws UserError for an index that is none.
 */
export function rowView(array: NdArray, index: number): Float32Array {
  requireIndex(index, array.shape[0], 'row');
  const width = sizeOf(array.shape.slice(1));
  return array.values.subarray(index * width, (index + 1) * width);
}
