import { createRandom, type Random } from '../data/random';
import {
  crossedInterval,
  errorDifference,
  type CrossedInterval,
  type VarianceComponents,
} from './crossedInterval';

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
  | `undecided (${number} seed${'' | 's'})`;

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
 * What a difference says about a claim.
 *
 * 1. `undecided (n seeds)` below five seeds.
 * 2. `no relevant difference`: the whole interval is nearer to 0 than the smallest effect (at 95 %,
 * two one-sided tests at .025). 3. `holds` or `reversed`: p <= .05, which is the same as a 95 %
 * interval without 0, and the estimate on that side. 4. `undecided`: larger differences can be
 * neither shown nor excluded.
 *
 * Reference: Schuirmann (1987), A comparison of the two one-sided tests procedure and the power
 * approach.
 *
 * @example
 * verdict({ estimate: -2, lower: -3, upper: -1, seeds: 5, p: 0.004 }, { smallestEffect: 0.5, side: 'below' }); // => 'holds'
 */
export function verdict(
  { estimate, lower, upper, seeds, p }: Difference,
  { smallestEffect, side }: Claim,
): Verdict {
  if (seeds < fewestSeeds) return `undecided (${seeds} seed${seeds === 1 ? '' : 's'})`;
  if (-smallestEffect < lower && upper < smallestEffect) return 'no relevant difference';
  if (p > level) return 'undecided';
  return estimate > 0 === (side === 'above') ? 'holds' : 'reversed';
}

/** One row of a claim that is looked at in several places (regions, layers, readouts). */
export interface ClaimRow extends Claim {
  readonly difference: Difference;
}

/**
 * The verdicts of all rows of a claim, their p-values corrected by Holm's method for being several.
 * All rows count that the claim has, those too that are not tested yet for want of seeds: else a
 * verdict would depend on which rows happened to be trained first. `no relevant difference` rests
 * on a row's own interval.
 * @returns adjusted p (NaN where nothing was tested) and verdict, in the order of the rows
 */
export function verdicts(
  rows: readonly ClaimRow[],
): { readonly p: number; readonly verdict: Verdict }[] {
  const isTested = ({ difference }: ClaimRow): boolean => difference.seeds >= fewestSeeds;
  const adjusted = holm(rows.map((row) => (isTested(row) ? row.difference.p : 1)));
  return rows.map((row, index) => {
    const p = isTested(row) ? adjusted[index] : NaN;
    return { p, verdict: verdict({ ...row.difference, p }, row) };
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

export interface SimulatedComparison extends Claim {
  /** Trainings of either model. */
  readonly seeds: number;
  /**
   * The true difference; 0 (default) asks how often the rule is wrong, another how often it sees
   * that.
   */
  readonly effect?: number;
  /**
   * `heavy`: Student's t with 3 degrees of freedom, same standard deviation. Not skewed: if nothing
   * differs, models can be exchanged, so that differences are symmetric.
   */
  readonly seedTails?: 'normal' | 'heavy';
  readonly repetitions?: number;
}

/** Student's t with 3 degrees of freedom, scaled to variance 1. */
const heavyTailed = ({ normal, gamma }: Random): number => normal() / Math.sqrt(2 * gamma(1.5));

/**
 * How often the rule comes to which verdict, by simulation: differences = effect + seed + image +
 * residual, drawn anew each time.
 *
 * @param components as `crossedInterval` estimates them from trainings
 * @returns share of the repetitions for every verdict that occurred
 * @example
 * verdictRates({ seed: 2, image: 5, residual: 4 }, { seeds: 5, smallestEffect: 1, side: 'above' });
 * // => { undecided: 0.94, reversed: 0.03, holds: 0.03 }, about
 */
export function verdictRates(
  components: VarianceComponents,
  comparison: SimulatedComparison,
): Partial<Record<Verdict, number>> {
  const { seeds, effect = 0, seedTails = 'normal', repetitions = 2000 } = comparison;
  const images = 50;
  const random = createRandom(1, 'verdictRates');
  const draw = (count: number, one: () => number): number[] => Array.from({ length: count }, one);
  const nothing = draw(seeds, () => 0).map(() => draw(images, () => 0));
  const rates: Partial<Record<Verdict, number>> = {};
  for (let repetition = 0; repetition < repetitions; repetition++) {
    const ofImages = draw(images, () => components.image * random.normal());
    const differences = draw(
      seeds,
      () => components.seed * (seedTails === 'heavy' ? heavyTailed(random) : random.normal()),
    ).map((ofSeed) =>
      ofImages.map((ofImage) => effect + ofSeed + ofImage + components.residual * random.normal()),
    );
    const found = verdict(
      crossedInterval(errorDifference(differences, nothing), images),
      comparison,
    );
    rates[found] = (rates[found] ?? 0) + 1 / repetitions;
  }
  return rates;
}
