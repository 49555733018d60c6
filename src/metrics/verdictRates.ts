import { createRandom, type Random } from '../data/random';
import { crossedInterval, type VarianceComponents } from './crossedInterval';
import { errorDifference } from './seedDifferences';
import { verdict, type Claim, type Verdict } from './verdict';

export interface SimulatedComparison extends Claim {
  /** Trainings of either model. */
  readonly seeds: number;
  readonly images?: number;
  /** The true difference; 0 (default) asks how often the rule is wrong, another how often it sees that. */
  readonly effect?: number;
  /** `heavy`: Student's t with 3 degrees of freedom, same standard deviation. Not skewed: if nothing differs, models can be exchanged, so that differences are symmetric. */
  readonly seedTails?: 'normal' | 'heavy';
  readonly repetitions?: number;
}

/** Student's t with 3 degrees of freedom, scaled to variance 1. */
const heavyTailed = ({ normal, gamma }: Random): number => normal() / Math.sqrt(2 * gamma(1.5));

/**
 * How often the rule comes to which verdict, by simulation: differences = effect + seed + image + residual, drawn anew each time.
 *
 * @param components as `crossedInterval` estimates them from trainings
 * @returns share of the repetitions for every verdict that occurred
 * @example
 * verdictRates({ seed: 2, image: 5, residual: 4 }, { seeds: 5, smallestEffect: 1, side: 'above' });
 * // => { undecided: 0.94, reversed: 0.03, holds: 0.03 }, about
 */
export function verdictRates(components: VarianceComponents, comparison: SimulatedComparison): Partial<Record<Verdict, number>> {
  const { seeds, images = 50, effect = 0, seedTails = 'normal', repetitions = 2000 } = comparison;
  const random = createRandom(1, 'verdictRates');
  const draw = (count: number, one: () => number): number[] => Array.from({ length: count }, one);
  const nothing = draw(seeds, () => 0).map(() => draw(images, () => 0));
  const rates: Partial<Record<Verdict, number>> = {};
  for (let repetition = 0; repetition < repetitions; repetition++) {
    const ofImages = draw(images, () => components.image * random.normal());
    const differences = draw(seeds, () => components.seed * (seedTails === 'heavy' ? heavyTailed(random) : random.normal())).map((ofSeed) =>
      ofImages.map((ofImage) => effect + ofSeed + ofImage + components.residual * random.normal()),
    );
    const found = verdict(crossedInterval(errorDifference(differences, nothing), images), comparison);
    rates[found] = (rates[found] ?? 0) + 1 / repetitions;
  }
  return rates;
}
