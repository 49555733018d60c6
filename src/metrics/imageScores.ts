import { rowView, type NdArray } from '../data/ndArray';
import { UserError } from '../errors';
import { requireSameLength, requireSameShape } from './requireSame';

/**
 * Mean squared error of an image: the squared differences to the reference, averaged over pixels.
 *
 * On images in [-1, 1] it is four times what the same images in [0, 1] would give; the paper's
 * numbers only fit [-1, 1].
 *
 * @throws UserError when the images differ in size or are empty
 * @example
 * meanSquaredError([0, 1], [0, 0]); // => 0.5
 */
export function meanSquaredError(image: ArrayLike<number>, reference: ArrayLike<number>): number {
  requireSameLength('meanSquaredError', image, reference);
  let sum = 0;
  for (let pixel = 0; pixel < image.length; pixel++) sum += (image[pixel] - reference[pixel]) ** 2;
  return sum / image.length;
}

/**
 * Peak signal-to-noise ratio of one image in decibels: ten times the decimal logarithm of the
 * squared data range over the mean squared error.
 *
 * Average it over images: the mean of per-image PSNR is not the PSNR of the mean error.
 * Identical images give Infinity, which JSON cannot hold.
 *
 * @param dataRange largest minus smallest possible pixel value: 2 for images in [-1, 1]
 * @throws UserError when the images differ in size or are empty
 * @example
 * peakSignalToNoiseRatio([0.2, 0], [0, 0]); // => 23.010299956639813
 */
export function peakSignalToNoiseRatio(
  image: ArrayLike<number>,
  reference: ArrayLike<number>,
  dataRange = 2,
): number {
  return 10 * Math.log10(dataRange ** 2 / meanSquaredError(image, reference));
}

export interface StructuralSimilarityOptions {
  /** Pixels per row; a square image when absent. */
  readonly width?: number;
  /** Largest minus smallest possible pixel value: 2 for images in [-1, 1]. */
  readonly dataRange?: number;
  /**
   * `gaussian` (default): 11 x 11, sigma 1.5, population covariance, as Wang et al. and the paper.
   * `uniform`: 7 x 7, sample covariance, what scikit-image computes when it is told nothing; up to
   * .07 away on natural images.
   */
  readonly window?: 'gaussian' | 'uniform';
}

const [k1, k2] = [0.01, 0.03]; // Wang et al. 2004

const windows = {
  gaussian: { weights: gaussianKernel(1.5, 5), covarianceFactor: 1 },
  uniform: { weights: new Float64Array(7).fill(1 / 7), covarianceFactor: 49 / 48 },
};

/**
 * Weighted means of n neighbouring pixels of every row, where n is the number of weights; windows
 * that would reach over the border are left out.
 * @param image [height, width], row by row
 * @returns transposed, [width - n + 1, height]: a second time gives the means over columns, and the
 * orientation of the image
 */
function slidingMean(image: Float64Array, width: number, weights: Float64Array): Float64Array {
  const height = image.length / width;
  const columns = width - weights.length + 1;
  const means = new Float64Array(columns * height);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < columns; column++) {
      let sum = 0;
      for (let offset = 0; offset < weights.length; offset++)
        sum += weights[offset] * image[row * width + column + offset];
      means[column * height + row] = sum;
    }
  }
  return means;
}

/**
 * Structural similarity (SSIM) of one image with its reference: similarity of local mean, contrast
 * and structure, averaged over all windows that lie fully inside the image.
 *
 * 1 for identical images, symmetric in its arguments, negative where bright structure is dark in
 * the other. Two constant images of the same value are identical (1); the two small constants of
 * the formula keep it defined there.
 *
 * Reference: Wang, Bovik, Sheikh, Simoncelli (2004), Image quality assessment: from error
 * visibility to structural similarity.
 *
 * @throws UserError when the images differ in size or are smaller than the window
 * @example
 * structuralSimilarity(image, image); // => 1
 */
export function structuralSimilarity(
  image: ArrayLike<number>,
  reference: ArrayLike<number>,
  options: StructuralSimilarityOptions = {},
): number {
  requireSameLength('structuralSimilarity', image, reference);
  const { width = Math.sqrt(image.length), dataRange = 2, window = 'gaussian' } = options;
  const { weights, covarianceFactor } = windows[window];
  const height = image.length / width;
  if (!Number.isInteger(width) || !Number.isInteger(height)) {
    throw new UserError(
      `structuralSimilarity cannot arrange ${image.length} pixels in rows of ${width}; give ` +
        "the image's width in its options.",
    );
  }
  if (Math.min(width, height) < weights.length) {
    throw new UserError(
      `structuralSimilarity needs images of at least ${weights.length} x ${weights.length} ` +
        `pixels but got ${height} x ${width}.`,
    );
  }

  const [x, y] = [Float64Array.from(image), Float64Array.from(reference)];
  const localMean = (values: Float64Array): Float64Array =>
    slidingMean(slidingMean(values, width, weights), height, weights);
  const [meanX, meanY] = [localMean(x), localMean(y)];
  const meanXX = localMean(x.map((value) => value * value));
  const meanYY = localMean(y.map((value) => value * value));
  const meanXY = localMean(x.map((value, pixel) => value * y[pixel]));

  const [c1, c2] = [(k1 * dataRange) ** 2, (k2 * dataRange) ** 2];
  let sum = 0;
  for (let position = 0; position < meanX.length; position++) {
    const [mx, my] = [meanX[position], meanY[position]];
    const varianceX = covarianceFactor * (meanXX[position] - mx * mx);
    const varianceY = covarianceFactor * (meanYY[position] - my * my);
    const covariance = covarianceFactor * (meanXY[position] - mx * my);
    sum +=
      ((2 * mx * my + c1) * (2 * covariance + c2)) /
      ((mx * mx + my * my + c1) * (varianceX + varianceY + c2));
  }
  return sum / meanX.length;
}

/**
 * Weights of a one-dimensional Gaussian window, exp(-x^2 / 2 sigma^2), that sum to 1; its outer
 * product with itself is the round window.
 * @param sigma standard deviation in pixels, above 0
 * @param radius pixels on either side of the centre
 * @returns [2 * radius + 1]
 * @example
 * gaussianKernel(1.5, 5); // the window of SSIM (Wang et al. 2004)
 */
export function gaussianKernel(sigma: number, radius: number): Float64Array {
  const heights = Float64Array.from({ length: 2 * radius + 1 }, (_, index) =>
    Math.exp(-((index - radius) ** 2) / (2 * sigma ** 2)),
  );
  const sum = heights.reduce((total, height) => total + height, 0);
  return heights.map((height) => height / sum);
}

/**
 * Mean squared error, peak signal-to-noise ratio and structural similarity (Wang 2004), each one
 * value per reconstructed image.
 *
 * @param reconstructions [T, height, width, 1] in [-1, 1]
 * @param images what they should be, same shape
 * @throws UserError when the shapes differ
 * @example
 * const { psnr } = scoreReconstructions(result.reconstructions, region.testImages);
 * mean(psnr); // the paper's PSNR
 */
export function scoreReconstructions(
  reconstructions: NdArray,
  images: NdArray,
): { readonly mse: number[]; readonly psnr: number[]; readonly ssim: number[] } {
  requireSameShape('scoreReconstructions', reconstructions, images);
  const [count, , width] = images.shape;
  const scores = { mse: [] as number[], psnr: [] as number[], ssim: [] as number[] };
  for (let index = 0; index < count; index++) {
    const [reconstruction, image] = [rowView(reconstructions, index), rowView(images, index)];
    scores.mse.push(meanSquaredError(reconstruction, image));
    scores.psnr.push(peakSignalToNoiseRatio(reconstruction, image));
    scores.ssim.push(structuralSimilarity(reconstruction, image, { width }));
  }
  return scores;
}
