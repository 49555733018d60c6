import { createRandom, type Random } from '../data/random';
import { mean, sampleVariance } from 'simple-statistics';
import { intervalOf, type CrossedParts, type VarianceComponents } from './crossedInterval';
import { verdicts, type Claim, type Verdict } from './verdict';

export interface SimulatedComparison extends Claim {
  /** Trainings of either model. */
  readonly seeds: number;
  /** Test images. Default: 50. */
  readonly images?: number | undefined;
  /**
   * The true difference; 0 (default) asks how often the rule is wrong, another how often it sees
   * that.
   */
  readonly effect?: number;
  /** How many rows the family has, all alike and independent. Default: 1. */
  readonly rows?: number;
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
 * A difference as `crossedInterval` would find it: the seeds' means are drawn, and of the images
 * the mean squares of their analysis of variance, which are multiples of chi squared.
 */
function drawParts(
  components: VarianceComponents,
  { seeds, images = 50, seedTails = 'normal' }: SimulatedComparison,
  random: Random,
): CrossedParts {
  const meanSquare = (variance: number, freedom: number): number =>
    freedom === 0 ? 0 : (variance * 2 * random.gamma(freedom / 2)) / freedom;
  const { seed: ofSeed, image: ofImage, residual: rest } = components;
  const common = (ofImage / Math.sqrt(images)) * random.normal();
  const ofSeeds = Array.from({ length: seeds }, () => {
    const drawn = seedTails === 'heavy' ? heavyTailed(random) : random.normal();
    return common + ofSeed * drawn + (rest / Math.sqrt(images)) * random.normal();
  });
  return {
    estimate: mean(ofSeeds),
    seeds,
    images,
    seedPart: seeds > 1 ? sampleVariance(ofSeeds) / seeds : 0,
    imagePart: meanSquare(rest ** 2 + seeds * ofImage ** 2, images - 1) / (seeds * images),
    common: meanSquare(rest ** 2, (seeds - 1) * (images - 1)) / (seeds * images),
  };
}

/**
 * Families of differences around 0, drawn anew each time.
 * @param components as `crossedInterval` estimates them from trainings
 * @returns [repetitions][rows]
 */
export function drawFamilies(
  components: VarianceComponents,
  comparison: Pick<SimulatedComparison, 'seeds' | 'images' | 'rows' | 'seedTails' | 'repetitions'>,
): CrossedParts[][] {
  const { rows = 1, repetitions = 2000 } = comparison;
  const random = createRandom(1, 'verdictRates');
  const drawn = { ...comparison, smallestEffect: 0, side: 'above' } as const;
  return Array.from({ length: repetitions }, () =>
    Array.from({ length: rows }, () => drawParts(components, drawn, random)),
  );
}

/**
 * What the rule says of drawn families.
 * @param effect the true difference of every row
 */
export function verdictsOf(
  families: readonly (readonly CrossedParts[])[],
  { effect = 0, ...claim }: Claim & { readonly effect?: number | undefined },
): Verdict[][] {
  return families.map((rows) =>
    verdicts(
      rows.map((parts) => ({
        difference: intervalOf({ ...parts, estimate: parts.estimate + effect }),
        ...claim,
      })),
    ).map(({ verdict }) => verdict),
  );
}

/**
 * How often the rule comes to which verdict, by simulation; of a family, in its first row.
 * @returns share of the repetitions for every verdict that occurred
 * @example
 * verdictRates({ seed: 2, image: 5, residual: 4 }, { seeds: 5, smallestEffect: 1, side: 'above' });
 * // => { undecided: 0.98, reversed: 0.01, holds: 0.01 }, about
 */
export function verdictRates(
  components: VarianceComponents,
  comparison: SimulatedComparison,
): Partial<Record<Verdict, number>> {
  const { smallestEffect, side, effect } = comparison;
  const families = drawFamilies(components, comparison);
  const found = verdictsOf(families, { smallestEffect, side, effect });
  const rates: Partial<Record<Verdict, number>> = {};
  for (const [first] of found) rates[first] = (rates[first] ?? 0) + 1 / found.length;
  return rates;
}

export interface PowerOptions extends Pick<SimulatedComparison, 'seeds' | 'images'> {
  readonly smallestEffect: number;
  /** How many tests the p-value is corrected for. */
  readonly tests: number;
}

/** How often an effect as large as the smallest is seen, p corrected for other tests. */
export function power(
  components: VarianceComponents,
  { seeds, images, smallestEffect, tests }: PowerOptions,
): number {
  const drawn = drawFamilies(components, { seeds, images, repetitions: 1000 });
  const untested = { difference: intervalOf({ ...drawn[0][0] }), isInert: true };
  const claim = { smallestEffect, side: 'above' } as const;
  const seen = drawn.filter(([parts]) => {
    const shifted = intervalOf({ ...parts, estimate: parts.estimate + smallestEffect });
    const others = Array.from({ length: tests - 1 }, () => ({ ...untested, ...claim }));
    return verdicts([{ difference: shifted, ...claim }, ...others])[0].verdict === 'holds';
  });
  return seen.length / drawn.length;
}
