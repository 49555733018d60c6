import { rowView, type NdArray } from '../data/ndArray';
import { meanSquaredError } from './meanSquaredError';
import { peakSignalToNoiseRatio } from './peakSignalToNoiseRatio';
import { requireSameShape } from './requireSame';
import { structuralSimilarity } from './structuralSimilarity';

/** One value per image each. */
export interface ImageScores {
  readonly mse: number[];
  readonly psnr: number[];
  readonly ssim: number[];
}

/**
 * Mean squared error, peak signal-to-noise ratio and structural similarity (Wang 2004) of every reconstructed image.
 *
 * @param reconstructions [T, height, width, 1] in [-1, 1]
 * @param images what they should be, same shape
 * @throws UserError when the shapes differ
 * @example
 * const { psnr } = scoreReconstructions(result.reconstructions, region.testImages);
 * mean(psnr); // the paper's PSNR
 */
export function scoreReconstructions(reconstructions: NdArray, images: NdArray): ImageScores {
  requireSameShape('scoreReconstructions', reconstructions, images);
  const [count, , width] = images.shape;
  const scores: ImageScores = { mse: [], psnr: [], ssim: [] };
  for (let index = 0; index < count; index++) {
    const [reconstruction, image] = [rowView(reconstructions, index), rowView(images, index)];
    scores.mse.push(meanSquaredError(reconstruction, image));
    scores.psnr.push(peakSignalToNoiseRatio(reconstruction, image));
    scores.ssim.push(structuralSimilarity(reconstruction, image, { width }));
  }
  return scores;
}
