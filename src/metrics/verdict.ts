import type { CrossedInterval } from './crossedInterval';
import { tBeyond, tBelow } from './significance';

/**
 * The smallest differences of interest: a convention of this package. Effects and rule were last
 * changed after records of the simulation had been seen.
 */
export const smallestEffects = {
  /** Share of the reference model's MSE. */
  error: 0.01,
  /** Of the mean PCC. */
  pcc: 0.01,
  /** Significant neurons. */
  neurons: 2,
} as const;

/** Below this number of trainings their spread is not known well enough for any verdict. */
export const fewestSeeds = 5;

const level = 0.05;

export type Verdict =
  | 'holds'
  | 'reversed'
  | 'no relevant difference'
  | 'undecided'
  | 'not manipulated'
  | `not tested (${number} seed${'' | 's'})`;

/** What a verdict looks at in a `CrossedInterval`. */
export type Difference = Pick<CrossedInterval, 'estimate' | 'lower' | 'upper' | 'seeds' | 'p'>;

/** What a claim says of a difference, first minus second model. */
export interface Claim {
  /** In the difference's unit, e.g. `smallestEffects.error` times the second model's MSE. */
  readonly smallestEffect: number;
  /** Side of 0 on which the claim puts the difference. */
  readonly side: 'above' | 'below';
}

/**
 * p of a difference as large as the smallest effect, on either side: the larger of two one-sided
 * tests, doubled, so that p <= .05 is the same as a 95 % interval inside the smallest effect.
 *
 * Reference: Schuirmann (1987), A comparison of the two one-sided tests procedure and the power
 * approach.
 */
export function equivalenceP(
  { estimate, lower, upper, seeds }: Difference,
  smallestEffect: number,
): number {
  const distance = smallestEffect - Math.abs(estimate);
  const freedom = seeds - 1;
  const standardError = (upper - lower) / 2 / tBeyond(level / 2, freedom);
  if (standardError === 0) return distance > 0 ? 0 : 1;
  return Math.min(1, 2 * tBelow(-distance / standardError, freedom));
}

/**
 * What a difference says about a claim.
 *
 * 1. `not tested (n seeds)` below five seeds.
 * 2. `no relevant difference`: the difference is nearer to 0 than the smallest effect (`equivalence`
 * <= .05).
 * 3. `holds` or `reversed`: p <= .05, and the estimate on that side.
 * 4. `undecided`: larger differences can be neither shown nor excluded. An interval without 0 is
 * undecided where p is corrected for other rows.
 *
 * @param equivalence as `equivalenceP`, corrected where p is
 * @example
 * verdict({ estimate: -2, lower: -3, upper: -1, seeds: 5, p: 0.004 }, { smallestEffect: 0.5, side: 'below' }); // => 'holds'
 */
export function verdict(
  difference: Difference,
  { smallestEffect, side }: Claim,
  equivalence?: number,
): Verdict {
  const { estimate, seeds, p } = difference;
  if (seeds < fewestSeeds) return `not tested (${seeds} seed${seeds === 1 ? '' : 's'})`;
  if ((equivalence ?? equivalenceP(difference, smallestEffect)) <= level)
    return 'no relevant difference';
  if (p > level) return 'undecided';
  return estimate > 0 === (side === 'above') ? 'holds' : 'reversed';
}

/** One row of a family. */
export interface ClaimRow extends Claim {
  readonly difference: Difference;
  /** Whether the row's manipulation check has failed. Default: false. */
  readonly isInert?: boolean | undefined;
}

/**
 * The verdicts of a family of rows, p-values corrected by Holm's method for being several: those of
 * a difference, and those of none. All rows count, those too that are not tested for want of seeds
 * or of a manipulation: else a verdict would depend on which rows happened to be trained first.
 * @returns adjusted p (NaN where nothing was tested) and verdict, in the order of the rows
 */
export function verdicts(
  rows: readonly ClaimRow[],
): { readonly p: number; readonly verdict: Verdict }[] {
  const isTested = ({ difference, isInert = false }: ClaimRow): boolean =>
    difference.seeds >= fewestSeeds && !isInert;
  const corrected = (pOf: (row: ClaimRow) => number): number[] =>
    holm(rows.map((row) => (isTested(row) ? pOf(row) : 1)));
  const ofDifference = corrected(({ difference }) => difference.p);
  const ofNone = corrected(({ difference, smallestEffect }) =>
    equivalenceP(difference, smallestEffect),
  );
  return rows.map((row, index) => {
    const p = isTested(row) ? ofDifference[index] : NaN;
    const found = verdict({ ...row.difference, p }, row, ofNone[index]);
    const isInert = row.isInert === true && !found.startsWith('not tested');
    return { p, verdict: isInert ? 'not manipulated' : found };
  });
}

/**
 * Holm's step-down correction for multiple comparisons: p-values multiplied by the number of
 * hypotheses not yet rejected, made monotone, at most 1. Rejecting where the result is <= a level
 * keeps the chance of any false rejection below it, whatever the dependence between the tests.
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
