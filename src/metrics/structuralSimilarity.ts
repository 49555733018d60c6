import { UserError } from '../errors';
import { requireSameLength } from './requireSame';

export interface StructuralSimilarityOptions {
  /** Pixels per row; a square image when absent. */
  readonly width?: number;
  /** Largest minus smallest possible pixel value: 2 for images in [-1, 1]. */
  readonly dataRange?: number;
  /**
   * `gaussian` (default): 11 x 11, sigma 1.5, population covariance, as Wang et al. and the paper.
   * `uniform`: 7 x 7, sample covariance, what scikit-image computes when it is told nothing; up to .07 away on natural images.
   */
  readonly window?: 'gaussian' | 'uniform';
}

const [k1, k2] = [0.01, 0.03]; // Wang et al. 2004

const windows = {
  gaussian: { weights: gaussianKernel(1.5, 5), covarianceFactor: 1 },
  uniform: { weights: new Float64Array(7).fill(1 / 7), covarianceFactor: 49 / 48 },
};

/**
 * Weighted mean of every full window of an image, for windows that are the outer product of `weights` with itself.
 * Windows that would reach over the border are left out.
 *
 * @param image [height, width], row by row
 * @param weights sum to 1
 * @returns [height - n + 1, width - n + 1] for n weights
 */
function slidingMean(image: Float64Array, width: number, weights: Float64Array): Float64Array {
  const height = image.length / width;
  const windowSize = weights.length;
  const [rows, columns] = [height - windowSize + 1, width - windowSize + 1];
  const alongRows = new Float64Array(height * columns);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < columns; column++) {
      let sum = 0;
      for (let offset = 0; offset < windowSize; offset++) sum += weights[offset] * image[row * width + column + offset];
      alongRows[row * columns + column] = sum;
    }
  }
  const means = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    for (let offset = 0; offset < windowSize; offset++) {
      for (let column = 0; column < columns; column++) {
        means[row * columns + column] += weights[offset] * alongRows[(row + offset) * columns + column];
      }
    }
  }
  return means;
}

/**
 * Structural similarity (SSIM) of one image with its reference: similarity of local mean, contrast and structure,
 * averaged over all windows that lie fully inside the image.
 *
 * 1 for identical images, symmetric in its arguments, negative where bright structure is dark in the other. Two constant images
 * of the same value are identical (1); the two small constants of the formula keep it defined there.
 *
 * Reference: Wang, Bovik, Sheikh, Simoncelli (2004), Image quality assessment: from error visibility to structural similarity.
 *
 * @throws UserError when the images differ in size or are smaller than the window
 * @example
 * structuralSimilarity(image, image); // => 1
 */
export function structuralSimilarity(image: ArrayLike<number>, reference: ArrayLike<number>, options: StructuralSimilarityOptions = {}): number {
  requireSameLength('structuralSimilarity', image, reference);
  const { width = Math.sqrt(image.length), dataRange = 2, window = 'gaussian' } = options;
  const { weights, covarianceFactor } = windows[window];
  const height = image.length / width;
  if (!Number.isInteger(width) || !Number.isInteger(height)) {
    throw new UserError(`structuralSimilarity cannot arrange ${image.length} pixels in rows of ${width}; give the image's width in its options.`);
  }
  if (Math.min(width, height) < weights.length) {
    throw new UserError(`structuralSimilarity needs images of at least ${weights.length} x ${weights.length} pixels but got ${height} x ${width}.`);
  }

  const [x, y] = [Float64Array.from(image), Float64Array.from(reference)];
  const localMean = (values: Float64Array): Float64Array => slidingMean(values, width, weights);
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
    sum += ((2 * mx * my + c1) * (2 * covariance + c2)) / ((mx * mx + my * my + c1) * (varianceX + varianceY + c2));
  }
  return sum / meanX.length;
}

/**
 * Weights of a one-dimensional Gaussian window, exp(-x^2 / 2 sigma^2), that sum to 1; its outer product with itself is the round window.
 * @param sigma standard deviation in pixels, above 0
 * @param radius pixels on either side of the centre
 * @returns [2 * radius + 1]
 * @example
 * gaussianKernel(1.5, 5); // the window of SSIM (Wang et al. 2004)
 */
export function gaussianKernel(sigma: number, radius: number): Float64Array {
  const heights = Float64Array.from({ length: 2 * radius + 1 }, (_, index) => Math.exp(-((index - radius) ** 2) / (2 * sigma ** 2)));
  const sum = heights.reduce((total, height) => total + height, 0);
  return heights.map((height) => height / sum);
}
