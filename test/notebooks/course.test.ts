import assert from 'node:assert/strict';
import { test } from 'node:test';
import { distort, distortionKinds, equalErrorDistortions } from '../../src/course/distortions';
import { maskDistances } from '../../src/course/maskCentres';
import { meanSquaredError } from '../../src/metrics/meanSquaredError';
import { createRandom } from '../../src/data/random';
import { ndArray } from '../../src/data/ndArray';
import { UserError } from '../../src/errors';

const random = createRandom(7, 'test/course');
const image = Float32Array.from({ length: 256 }, () => 1.6 * random.uniform() - 0.8);

test('distortions reach the wanted error exactly and stay in [-1, 1]', () => {
  for (const mse of [0.001, 0.05]) {
    const distorted = equalErrorDistortions(image, mse);
    assert.deepEqual(
      distorted.map(({ kind }) => kind),
      [...distortionKinds],
    );
    for (const { kind, image: spoilt } of distorted) {
      assert.ok(Math.abs(meanSquaredError(spoilt, image) - mse) < 1e-6, kind);
      assert.ok(
        spoilt.every((value) => Math.abs(value) <= 1),
        kind,
      );
    }
  }
});

test('a distortion that cannot reach an error is refused in one sentence', () => {
  const flat = new Float32Array(256).fill(0.2);
  assert.throws(
    () => distort(flat, 'blur', 0.01),
    (error: Error) => error instanceof UserError && /blur/.test(error.message),
  );
  assert.throws(() => equalErrorDistortions(image, 0), UserError);
});

test('masks that sit on the true centres are near, those of other neurons far', () => {
  const size = 8;
  const side = 31;
  const cells = [
    [1, 1],
    [6, 2],
    [4, 6],
  ] as const;
  const mask = new Float32Array(size * size * 3);
  cells.forEach(([row, column], neuron) => {
    mask[(row * size + column) * 3 + neuron] = -2;
  });
  const toPixels = (grid: number): number => ((grid + 0.5) * side) / size - 0.5;
  const truth = {
    trainingRates: ndArray([1, 3], new Float32Array(3)),
    testRates: ndArray([1, 3], new Float32Array(3)),
    receptiveFields: ndArray([3, side, side], new Float32Array(3 * side * side)),
    receptiveFieldCentres: ndArray([3, 2], Float32Array.from(cells.flat(), toPixels)),
    cellTypes: ['simple', 'complex', 'unresponsive'] as const,
  };
  const { own, others, neurons } = maskDistances(ndArray([size * size, 3], mask), truth);
  assert.ok(own < 1e-4);
  assert.ok(Math.abs(others - Math.hypot(5, 1) * (side / size)) < 1e-3);
  assert.equal(neurons, 2);
});
