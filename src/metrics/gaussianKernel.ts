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
