import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { mean } from 'simple-statistics';
import { column, sizeOf, type NdArray } from '../data/ndArray';
import { UserError } from '../errors';
import {
  centredRows,
  products,
  requireImages,
  unbiasedHsic,
  type ImageMatrix,
} from './representationSimilarity';

/**
 * Participation ratio: how many dimensions the mean responses over images fill, from 1 to the
 * number of neurons. (sum of e)^2 / sum of e^2 over the eigenvalues e of the covariance matrix [M,
 * M], which are its trace and the sum of its squared entries.
 * @param responses means over trials, [T, M]
 * @throws UserError when no response depends on the image.
 */
export function participationRatio(responses: NdArray): number {
  const deviations = Array.from({ length: responses.shape[1] }, (_, neuron) => {
    const values = column(responses, neuron);
    const average = mean(values);
    return Float64Array.from(values, (value) => value - average);
  });
  const covariances = products(deviations, deviations);
  const trace = covariances.reduce((sum, row, neuron) => sum + row[neuron], 0);
  if (trace === 0)
    throw new UserError('A participation ratio needs responses that depend on the image.');
  return (
    trace ** 2 /
    covariances.flatMap((row) => [...row]).reduce((sum, covariance) => sum + covariance ** 2, 0)
  );
}

/**
 * Unbiased estimate of the squared total variance: mean over four different images i, j, k, l of
 * d_ij d_kl, d_ij being half the product of the differences of i and j.
 */
function squaredTotalVariance(kernel: ImageMatrix): number {
  const count = kernel.length;
  let [sum, squares, rowSquares] = [0, 0, 0];
  for (let i = 0; i < count; i++) {
    let row = 0;
    for (let j = 0; j < count; j++) {
      if (i === j) continue;
      const half = (kernel[i][i] + kernel[j][j] - kernel[i][j] - kernel[j][i]) / 2;
      row += half;
      squares += half * half;
    }
    sum += row;
    rowSquares += row * row;
  }
  return (
    (sum * sum - 4 * rowSquares + 2 * squares) / (count * (count - 1) * (count - 2) * (count - 3))
  );
}

/**
 * Sum over units of the unbiased estimate of the squared variance, HSIC_1 of a kernel of one unit
 * in closed form.
 */
function squaredVariances(first: ImageMatrix, second: ImageMatrix): number {
  const count = first.length;
  let total = 0;
  for (let unit = 0; unit < first[0].length; unit++) {
    let [x, y, xx, yy, xy, xxyy, xxy, xyy] = [0, 0, 0, 0, 0, 0, 0, 0];
    for (let image = 0; image < count; image++) {
      const [a, b] = [first[image][unit], second[image][unit]];
      x += a;
      y += b;
      xx += a * a;
      yy += b * b;
      xy += a * b;
      xxyy += a * a * b * b;
      xxy += a * a * b;
      xyy += a * b * b;
    }
    const cross = xy * x * y - xxy * y - xyy * x + xxyy;
    total +=
      (xy * xy -
        xxyy +
        ((x * x - xx) * (y * y - yy)) / ((count - 1) * (count - 2)) -
        (2 * cross) / (count - 2)) /
      (count * (count - 3));
  }
  return total;
}

/** Participation ratios without the bias that few images, and few neurons, bring. */
export interface CorrectedParticipationRatio {
  /**
   * Of these units, over all images of the kind. NaN where the estimated variance is not positive.
   */
  readonly ofTheseUnits: number;
  /**
   * Of the population from which these units are a random sample. NaN likewise, and for one unit.
   */
  readonly ofThePopulation: number;
}

/**
 * Participation ratio (sum of e)^2 / sum of e^2 over the eigenvalues e of the covariance, corrected
 * for the number of images, and of neurons: numerator and denominator are each estimated without
 * bias from products of different images, and of different units. The plain ratio
 * (`participationRatio`) is about the harmonic mean of N, M and the true one. Reference: Chun,
 * Canatar, Chung and Lee (2025), Estimating dimensionality of neural representations from finite
 * samples, arXiv 2509.26560.
 * @param first responses or features [N, ...], at least 4 images
 * @param second the same measured again, with noise of its own: then only what both share counts.
 * Default: `first`, for features without noise.
 * @throws UserError for fewer images, or measurements of different shapes.
 */
export function correctedParticipationRatio(
  first: NdArray,
  second: NdArray = first,
): CorrectedParticipationRatio {
  requireImages('A corrected participation ratio', first, second);
  if (first.shape.join() !== second.shape.join())
    throw new UserError(
      `Two measurements have to be of the same units, not [${first.shape.join(', ')}] and ` +
        `[${second.shape.join(', ')}].`,
    );
  const one = centredRows(first);
  const other = first === second ? one : centredRows(second);
  const kernel = products(one, one);
  const square = squaredTotalVariance(first === second ? kernel : products(one, other));
  const squares = unbiasedHsic(kernel, first === second ? kernel : products(other, other));
  const diagonal = squaredVariances(one, other);
  const ratio = (numerator: number, denominator: number): number =>
    denominator > 0 && numerator > 0 ? numerator / denominator : NaN;
  return {
    ofTheseUnits: ratio(square, squares),
    ofThePopulation:
      sizeOf(first.shape.slice(1)) < 2 ? NaN : ratio(square - diagonal, squares - diagonal),
  };
}

const transposed = (matrix: ImageMatrix): ImageMatrix =>
  Array.from(matrix[0], (_, column) => Float64Array.from(matrix, (row) => row[column]));

/**
 * Where images lie along the principal axes of others, by falling variance; from the products of
 * units or of images, whichever are fewer.
 */
function projection(training: ImageMatrix): (images: ImageMatrix) => ImageMatrix {
  const isWide = training[0].length > training.length;
  const units = isWide ? training : transposed(training);
  const { eigenvectorMatrix, realEigenvalues } = new EigenvalueDecomposition(
    new Matrix(products(units, units).map((line) => Array.from(line))),
    { assumeSymmetric: true },
  );
  const largest = Math.max(...realEigenvalues);
  const order = realEigenvalues
    .map((value, index) => ({ value, index }))
    .filter(({ value }) => value > 1e-9 * largest)
    .sort((a, b) => b.value - a.value);
  const vectors = order.map(({ value, index }) =>
    Float64Array.from(eigenvectorMatrix.getColumn(index), (weight) =>
      isWide ? weight / Math.sqrt(value) : weight,
    ),
  );
  return (images) => products(isWide ? products(images, training) : images, vectors);
}

/**
 * Which share of the variance the first k principal components explain, for k = 1, 2, ...
 * On the images that gave the components this flatters: few images are explained by few components.
 * On others it does not.
 * @param training [N, ...], gives the components
 * @param held [T, ...], is explained. Default: `training`.
 * @param again the same as `held` measured again, with noise of its own: then only the variance
 * that both share is explained. Default: `held`.
 * @returns one number a component
 * @throws UserError where nothing varies, or the units differ.
 */
export function varianceExplained(
  training: NdArray,
  held: NdArray = training,
  again: NdArray = held,
): number[] {
  const widths = [training, held, again].map(({ shape }) => sizeOf(shape.slice(1)));
  if (new Set(widths).size > 1)
    throw new UserError(
      `Components of ${widths[0]} units cannot explain ${widths[1]} and ${widths[2]}.`,
    );
  const project = projection(centredRows(training));
  const first = centredRows(held, training);
  const second = again === held ? first : centredRows(again, training);
  const shared = (one: ImageMatrix, other: ImageMatrix): Float64Array =>
    one[0].map((_, unit) =>
      one.reduce((sum, image, index) => sum + image[unit] * other[index][unit], 0),
    );
  const total = shared(first, second).reduce((sum, value) => sum + value, 0);
  if (!(total > 0))
    throw new UserError(
      'Components explain a share of the variance, but nothing varies here that two ' +
        'measurements have in common.',
    );
  const along = project(first);
  let explained = 0;
  return Array.from(shared(along, again === held ? along : project(second)), (value) => {
    explained += value;
    return explained / total;
  });
}

/**
 * How many components explain a share of the variance.
 * @param explained of `varianceExplained`
 * @returns undefined where all of them do not
 */
export function componentsFor(share: number, explained: readonly number[]): number | undefined {
  const index = explained.findIndex((value) => value >= share);
  return index < 0 ? undefined : index + 1;
}
