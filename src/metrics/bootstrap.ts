import { quantile } from 'simple-statistics';
import { createRandom } from '../data/random';
import { UserError } from '../errors';

export interface BootstrapOptions {
  readonly resamples?: number;
  /** Seed of the resampling, not of a training. */
  readonly seed?: number;
}

export interface BootstrapInterval {
  /** The statistic on the data themselves. */
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
}

/** A statistic recomputed on the images and training seeds named by indices, which may repeat. */
export type ResampledStatistic = (images: readonly number[], seeds: readonly number[]) => number;

/**
 * 95 % percentile bootstrap over test images and training seeds jointly: both are drawn with replacement in every resample.
 *
 * Neurons are not drawn: they share the images and one network, so treating them as independent makes intervals too narrow.
 * With one seed the interval only covers the choice of images; with a handful it is too narrow, because it cannot reach beyond
 * the seeds that were seen: a verdict on two models is drawn from a `crossedInterval` instead.
 *
 * Reference: Efron and Tibshirani (1993), An introduction to the bootstrap.
 *
 * @param images number of test images
 * @param seeds number of trainings that differ in their seed only
 * @throws UserError without images or seeds
 * @example
 * const scores = [3, 5, 4, 6];
 * bootstrap((images) => mean(images.map((image) => scores[image])), scores.length, 1);
 * // => { estimate: 4.5, lower: 3.5, upper: 5.5 }
 */
export function bootstrap(statistic: ResampledStatistic, images: number, seeds: number, options: BootstrapOptions = {}): BootstrapInterval {
  const { resamples = 2000, seed = 1 } = options;
  if (images < 1 || seeds < 1) {
    throw new UserError(`A bootstrap needs at least one image and one training seed but got ${images} and ${seeds}.`);
  }
  const random = createRandom(seed, 'bootstrap');
  const draw = (count: number): number[] => Array.from({ length: count }, () => random.integer(count));
  const values = Array.from({ length: resamples }, () => statistic(draw(images), draw(seeds)));
  const everyOne = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
  return {
    estimate: statistic(everyOne(images), everyOne(seeds)),
    lower: quantile(values, 0.025),
    upper: quantile(values, 0.975),
  };
}
