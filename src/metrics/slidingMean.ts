/**
 * Weighted mean of every full window of an image, for windows that are the outer product of `weights` with itself.
 * Windows that would reach over the border are left out.
 *
 * @param image [height, width], row by row
 * @param weights sum to 1
 * @returns [height - n + 1, width - n + 1] for n weights
 */
export function slidingMean(image: Float64Array, width: number, weights: Float64Array): Float64Array {
  const height = image.length / width;
  const windowSize = weights.length;
  const columns = width - windowSize + 1;
  const rows = height - windowSize + 1;

  const alongRows = new Float64Array(height * columns);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < columns; column++) {
      let sum = 0;
      for (let offset = 0; offset < windowSize; offset++) {
        sum += weights[offset] * image[row * width + column + offset];
      }
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
