import { quantile } from 'simple-statistics';
import { createRandom } from '../data/random';
import { UserError } from '../errors';

export interface BootstrapInterval {
  /** The statistic on the data themselves. */
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
}

/**
 * 95 % percentile bootstrap over test images and training seeds jointly: both are drawn with
 * replacement in every resample.
 *
 * Neurons are not drawn: they share the images and one network, so treating them as independent
 * makes intervals too narrow. With one seed the interval only covers the choice of images; with a
 * handful it is too narrow, because it cannot reach beyond the seeds that were seen: a verdict on
 * two models is drawn from a `crossedInterval` instead.
 *
 * Reference: Efron and Tibshirani (1993), An introduction to the bootstrap.
 *
 * @param statistic of the images and training seeds named by indices, which may repeat
 * @param images number of test images
 * @param seeds number of trainings that differ in their seed only
 * @throws UserError without images or seeds
 * @example
 * const scores = [3, 5, 4, 6];
 * bootstrap((images) => mean(images.map((image) => scores[image])), scores.length, 1);
 * // => { estimate: 4.5, lower: 3.5, upper: 5.5 }
 */
export function bootstrap(
  statistic: (images: readonly number[], seeds: readonly number[]) => number,
  images: number,
  seeds: number,
  { resamples = 2000 }: { readonly resamples?: number } = {},
): BootstrapInterval {
  if (images < 1 || seeds < 1)
    throw new UserError(
      `A bootstrap needs at least one image and one training seed but got ${images} and ${seeds}.`,
    );
  const { integer } = createRandom(1, 'bootstrap');
  const draw = (count: number): number[] => Array.from({ length: count }, () => integer(count));
  const values = Array.from({ length: resamples }, () => statistic(draw(images), draw(seeds)));
  return {
    estimate: statistic([...Array(images).keys()], [...Array(seeds).keys()]),
    lower: quantile(values, 0.025),
    upper: quantile(values, 0.975),
  };
}
