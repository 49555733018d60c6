import assert from 'node:assert/strict';
import { closeTo } from '../closeTo';

/** What an oracle keeps of a large array. */
export interface ArraySummary {
  readonly norm: number;
  readonly sum: number;
  readonly first: readonly number[];
}

export function allClose(
  actual: ArrayLike<number>,
  expected: readonly number[],
  within: number,
): void {
  expected.forEach((value, index) => closeTo(actual[index], value, within));
}

/** Compares entries at the scale of `within`, norm and sum at that of the whole array. */
export function sameAsSummary(
  what: string,
  values: ArrayLike<number>,
  expected: ArraySummary,
  within: number,
): void {
  const numbers = Array.from(values);
  try {
    allClose(numbers, expected.first, within);
    closeTo(
      Math.sqrt(numbers.reduce((sum, value) => sum + value * value, 0)),
      expected.norm,
      within * Math.sqrt(numbers.length),
    );
    closeTo(
      numbers.reduce((sum, value) => sum + value, 0),
      expected.sum,
      within * numbers.length,
    );
  } catch (error) {
    assert.fail(`${what}: ${(error as Error).message}`);
  }
}
