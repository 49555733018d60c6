import { UserError } from '../errors';
import { bootstrap, type BootstrapInterval, type BootstrapOptions } from '../metrics/bootstrap';
import { requireSameSeeds } from '../metrics/requireSame';

/**
 * Interval of the mean difference of per-image scores (MSE, PSNR, SSIM), first minus second model: in every resample both
 * models are scored on the same drawn images and seeds.
 *
 * PCC is no mean over images: its differences are resampled with `resampledMeanPcc`.
 *
 * @param first [seeds][images], one list of per-image scores for every training
 * @param second same seeds and images in the same order
 * @throws UserError when the numbers of trainings or images differ
 * @example
 * pairedBootstrap([[22, 25, 21]], [[21, 25, 19]]);
 * // => { estimate: 1, lower: 0, upper: 2, confidence: 0.95 }
 */
export function pairedBootstrap(
  first: readonly (readonly number[])[],
  second: readonly (readonly number[])[],
  options: BootstrapOptions = {},
): BootstrapInterval {
  requireSameSeeds(first, second);
  const images = first[0]?.length ?? 0;
  if ([...first, ...second].some((scores) => scores.length !== images)) {
    throw new UserError(`pairedBootstrap needs scores of the same ${images} images from every training.`);
  }
  const meanDifference = (drawnImages: readonly number[], drawnSeeds: readonly number[]): number => {
    let sum = 0;
    for (const seed of drawnSeeds) {
      for (const image of drawnImages) {
        sum += first[seed][image] - second[seed][image];
      }
    }
    return sum / (drawnSeeds.length * drawnImages.length);
  };
  return bootstrap(meanDifference, images, first.length, options);
}
