import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gratings } from '../../src/data/gratings';
import { resizeImages } from '../../src/data/resize';
import { UserError } from '../../src/errors';

const at = (values: Float32Array, row: number, column: number, side = 32): number =>
  values[row * side + column];

test('orientation 0 changes from left to right, 90 from top to bottom; full contrast is -1 to 1', () => {
  const upright = gratings([{ orientation: 0, frequency: 2, phase: 90 }]).values;
  const lying = gratings([{ orientation: 90, frequency: 2, phase: 90 }]).values;
  for (const [row, column] of [
    [0, 3],
    [9, 20],
    [31, 12],
  ]) {
    assert.ok(Math.abs(at(upright, row, column) - at(upright, 5, column)) < 1e-6);
    assert.ok(Math.abs(at(upright, row, column) - at(lying, column, row)) < 1e-6);
  }
  // The closed form for this frequency, with the phase at the middle of the image.
  for (let column = 0; column < 32; column++)
    assert.ok(
      Math.abs(
        at(upright, 0, column) - Math.cos((2 * Math.PI * 2 * (column - 15.5)) / 32 + Math.PI / 2),
      ) < 1e-6,
    );
});

test('window, contrast and centre', () => {
  const { values } = gratings([
    { orientation: 30, frequency: 0, contrast: 0.3, diameter: 8, centre: [10, 20] },
  ]);
  assert.ok(Math.abs(at(values, 10, 20) - 0.3) < 1e-6);
  assert.ok(Math.abs(at(values, 10, 23) - 0.3) < 1e-6); // 3 pixels away
  assert.equal(at(values, 10, 25), 0);
  assert.ok(Math.abs(at(values, 14, 20) - 0.15) < 1e-6); // the edge, 4 pixels away
});

test('the same pattern on another grid: that of the simulation, enlarged, is that of the models', () => {
  const grating = { orientation: 25, frequency: 3, phase: 40, centre: [12, 18] as const };
  const fine = gratings([grating]).values;
  const enlarged = resizeImages(Float64Array.from(gratings([grating], 31).values), 1, 31);
  for (let row = 1; row < 31; row++)
    for (let column = 1; column < 31; column++)
      assert.ok(Math.abs(at(fine, row, column) - enlarged[row * 32 + column]) < 0.09);
});

test('what cannot be shown is refused', () => {
  assert.throws(() => gratings([{ orientation: 0, frequency: 17 }]), UserError);
  assert.throws(() => gratings([{ orientation: 0, frequency: 4, contrast: 1.2 }]), UserError);
});
