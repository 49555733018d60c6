import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ndArray, type NdArray } from '../../src/data/ndArray';
import { createRandom } from '../../src/data/random';
import { locateReceptiveFields } from '../../src/training/neuronStatistics';

const side = 32;
const count = 1500;

/**
 * Images whose neighbouring pixels resemble each other: white noise, repeatedly averaged with its
 * neighbours on a torus.
 */
function smoothImages(): NdArray {
  const random = createRandom(1, 'smooth images');
  const values = new Float32Array(count * side * side);
  for (let image = 0; image < count; image++) {
    const view = values.subarray(image * side * side, (image + 1) * side * side);
    view.forEach((_, pixel) => {
      view[pixel] = random.normal();
    });
    for (let pass = 0; pass < 2; pass++) {
      const before = view.slice();
      view.forEach((_, pixel) => {
        const [row, column] = [Math.floor(pixel / side), pixel % side];
        const at = (down: number, right: number): number =>
          before[((row + down + side) % side) * side + ((column + right + side) % side)];
        view[pixel] = (at(0, 0) + at(1, 0) + at(-1, 0) + at(0, 1) + at(0, -1)) / 2;
      });
    }
  }
  return ndArray([count, side, side, 1], values);
}

/** Gabor with a wavelength of 8 pixels around [row, column]. */
function gabor([row, column]: readonly [number, number], phase: number): Float32Array {
  return Float32Array.from({ length: side * side }, (_, pixel) => {
    const [y, x] = [Math.floor(pixel / side) - row, (pixel % side) - column];
    return Math.exp(-(x * x + y * y) / (2 * 2.5 ** 2)) * Math.cos((2 * Math.PI * x) / 8 + phase);
  });
}

function drives(images: NdArray, filter: Float32Array): number[] {
  return Array.from({ length: count }, (_, image) =>
    filter.reduce(
      (sum, weight, pixel) => sum + weight * images.values[image * side * side + pixel],
      0,
    ),
  );
}

function population(neurons: readonly (readonly number[])[]): NdArray {
  return ndArray(
    [count, neurons.length],
    Float32Array.from(
      { length: count * neurons.length },
      (_, index) => neurons[index % neurons.length][Math.floor(index / neurons.length)],
    ),
  );
}

const images = smoothImages();
const centres = [
  [6, 6],
  [6, 25],
  [16, 16],
  [12, 22],
  [25, 9],
  [26, 26],
] as const;
/** How many neurons are placed within 4 pixels of where they look, in rows and in columns. */
function found(responses: readonly (readonly number[])[]): number {
  return locateReceptiveFields(images, population(responses)).filter(([row, column], neuron) => {
    const [trueRow, trueColumn] = centres[neuron];
    return Math.abs(row - trueRow) <= 4 && Math.abs(column - trueColumn) <= 4;
  }).length;
}

const rectify = (values: readonly number[]): number[] => values.map((value) => Math.max(0, value));

test('simple cells of either sign and any phase are found where they look', () => {
  const responses = centres.map((centre, neuron) =>
    rectify(drives(images, gabor(centre, (neuron * Math.PI) / 3))),
  );
  locateReceptiveFields(images, population(responses)).forEach(([row, column], neuron) => {
    const [trueRow, trueColumn] = centres[neuron];
    // A quarter of a wavelength lies between the middle of an odd Gabor and its lobes; one pixel
    // more for the noise.
    assert.ok(
      Math.abs(row - trueRow) <= 3 && Math.abs(column - trueColumn) <= 3,
      `neuron ${neuron}: ${row}, ${column}`,
    );
  });
});

test('noise in single trials leaves most of them where they are', () => {
  const random = createRandom(2, 'trials');
  const responses = centres.map((centre, neuron) => {
    const rates = rectify(drives(images, gabor(centre, neuron)));
    const typical = rates.reduce((sum, rate) => sum + rate, 0) / count;
    return rates.map((rate) => random.poisson((0.5 + rate / typical) / 2));
  });
  const near = found(responses);
  assert.ok(near >= 5, `${near} of ${centres.length}`);
});

test('complex cells, whose average is flat, are not all found', () => {
  const complex = centres.map((centre) => {
    const [even, odd] = [
      drives(images, gabor(centre, 0)),
      drives(images, gabor(centre, Math.PI / 2)),
    ];
    return even.map((value, image) => Math.hypot(value, odd[image]));
  });
  assert.ok(found(complex) < centres.length, 'the average of a complex cell would not be flat');
});

test('a neuron that never responds is placed in the middle of the image', () => {
  const silent = Array.from({ length: count }, () => 0);
  assert.deepEqual(locateReceptiveFields(images, population([silent])), [[15.5, 15.5]]);
});

test('the order of the images and the scale of the responses do not matter', () => {
  const responses = population([rectify(drives(images, gabor([12, 22], 1)))]);
  const louder = ndArray(
    responses.shape,
    responses.values.map((value) => 10 * value),
  );
  assert.deepEqual(locateReceptiveFields(images, louder), locateReceptiveFields(images, responses));
  const reversed = ({ shape, values }: NdArray): NdArray => {
    const width = values.length / count;
    return ndArray(
      shape,
      Float32Array.from(
        values,
        (_, index) => values[(count - 1 - Math.floor(index / width)) * width + (index % width)],
      ),
    );
  };
  assert.deepEqual(
    locateReceptiveFields(reversed(images), reversed(responses)),
    locateReceptiveFields(images, responses),
  );
});
