/**
 * Holm's step-down correction for multiple comparisons: p-values multiplied by the number of hypotheses not yet rejected,
 * made monotone, at most 1. Rejecting where the result is <= a level keeps the chance of any false rejection below it,
 * whatever the dependence between the tests.
 *
 * Reference: Holm (1979), A simple sequentially rejective multiple test procedure.
 *
 * @returns adjusted p-values in the order of the input
 * @example
 * holm([0.01, 0.04, 0.03]); // => [0.03, 0.06, 0.06]
 */
export function holm(pValues: readonly number[]): number[] {
  const ascending = pValues.map((_, index) => index).sort((a, b) => pValues[a] - pValues[b]);
  const adjusted = new Array<number>(pValues.length);
  let largest = 0;
  ascending.forEach((index, rank) => {
    largest = Math.max(largest, Math.min(1, pValues[index] * (pValues.length - rank)));
    adjusted[index] = largest;
  });
  return adjusted;
}
