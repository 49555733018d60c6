import assert from 'node:assert/strict';

/** Fails unless two numbers differ by at most `tolerance`; NaN is close to nothing. */
export function closeTo(actual: number, expected: number, tolerance: number): void {
  assert.ok(
    Math.abs(actual - expected) <= tolerance,
    `${actual} is not within ${tolerance} of ${expected}`,
  );
}
