import { mean } from 'simple-statistics';
import { column, rowView, sizeOf, takeRows, type NdArray } from '../data/ndArray';
import { toNdArray } from '../data/npy';
import { meanOverTrials, trialCounts } from '../data/responses';
import { UserError } from '../errors';
import { pearsonCorrelation } from './responseScores';

/** Rows over images: a matrix, or a symmetric kernel between images. */
export type ImageMatrix = readonly Float64Array[];

/**
 * The rows of [N, ...] minus the column means of `reference`: by default every column has mean 0
 * then.
 */
export function centredRows(features: NdArray, reference: NdArray = features): ImageMatrix {
  const width = sizeOf(features.shape.slice(1));
  const means = new Float64Array(width);
  reference.values.forEach((value, index) => (means[index % width] += value / reference.shape[0]));
  return Array.from({ length: features.shape[0] }, (_, image) =>
    Float64Array.from(rowView(features, image), (value, unit) => value - means[unit]),
  );
}

/** Products of every row of one matrix with every row of the other, [N, N']. */
export function products(first: ImageMatrix, second: ImageMatrix): ImageMatrix {
  const result = first.map(() => new Float64Array(second.length));
  first.forEach((one, i) =>
    second.forEach((other, j) => {
      // Of one matrix with itself, half of them are known.
      if (first === second && j < i) return (result[i][j] = result[j][i]);
      let sum = 0;
      for (let unit = 0; unit < one.length; unit++) sum += one[unit] * other[unit];
      return (result[i][j] = sum);
    }),
  );
  return result;
}

/**
 * @throws UserError where images are too few for an unbiased estimate, or two sets of them differ
 * in number.
 */
export function requireImages(what: string, first: NdArray, second: NdArray): void {
  if (first.shape[0] < 4 || first.shape[0] !== second.shape[0]) {
    throw new UserError(
      `${what} needs the same images on both sides, at least 4, but got ${first.shape[0]} and ${second.shape[0]}.`,
    );
  }
}

/**
 * HSIC_1, the unbiased estimate of the Hilbert-Schmidt independence criterion: of linear kernels,
 * the squared Frobenius norm of the covariance between two sets of features. It leaves out the
 * diagonals, where an image meets its own noise. Reference: Song et al. (2012), Feature selection
 * via dependence maximization, JMLR 13, Eq. 4.
 * @param first kernel between N images, at least 4
 * @param second of the same images
 */
export function unbiasedHsic(first: ImageMatrix, second: ImageMatrix): number {
  const count = first.length;
  let [trace, cross, totalFirst, totalSecond] = [0, 0, 0, 0];
  for (let i = 0; i < count; i++) {
    let [rowFirst, rowSecond] = [0, 0];
    for (let j = 0; j < count; j++) {
      if (i === j) continue;
      trace += first[i][j] * second[i][j];
      rowFirst += first[i][j];
      rowSecond += second[i][j];
    }
    cross += rowFirst * rowSecond;
    totalFirst += rowFirst;
    totalSecond += rowSecond;
  }
  return (
    (trace + (totalFirst * totalSecond) / ((count - 1) * (count - 2)) - (2 * cross) / (count - 2)) /
    (count * (count - 3))
  );
}

/**
 * How alike two descriptions [N, ...] of the same images are; 1 is the most.
 * @throws UserError with fewer than 4 images or a different number of them.
 */
export type RepresentationSimilarity = (first: NdArray, second: NdArray) => number;

/**
 * Representational dissimilarities: 1 minus the correlation of the patterns that two images evoke
 * over all units. Reference: Kriegeskorte, Mur and Bandettini (2008), Frontiers in Systems
 * Neuroscience 2.
 * @param features [N, ...], any number of units an image
 * @returns the N (N - 1) / 2 entries above the diagonal, row by row
 */
export function dissimilarities(features: NdArray): Float64Array {
  const patterns = Array.from({ length: features.shape[0] }, (_, image) =>
    rowView(features, image),
  );
  return Float64Array.from(
    patterns.flatMap((one, image) =>
      patterns.slice(image + 1).map((other) => 1 - pearsonCorrelation(one, other)),
    ),
  );
}

/** Ranks from 1; equal values share the mean of theirs. */
function ranks(values: ArrayLike<number>): Float64Array {
  const order = Array.from(values, (_, index) => index).sort((a, b) => values[a] - values[b]);
  const ranked = new Float64Array(values.length);
  for (let first = 0; first < order.length; ) {
    let next = first + 1;
    while (next < order.length && values[order[next]] === values[order[first]]) next++;
    for (let place = first; place < next; place++) ranked[order[place]] = (first + next + 1) / 2;
    first = next;
  }
  return ranked;
}

/** Spearman's rank correlation. @throws UserError when the lists differ in length or are empty. */
export function rankCorrelation(x: ArrayLike<number>, y: ArrayLike<number>): number {
  return pearsonCorrelation(ranks(x), ranks(y));
}

/**
 * Representational similarity analysis (RSA): Spearman's rank correlation of the dissimilarities of
 * two sets of features. It asks whether the same images are alike for both, whatever the units are
 * and however many.
 */
export const rsa: RepresentationSimilarity = (first, second) => {
  requireImages('RSA', first, second);
  return rankCorrelation(dissimilarities(first), dissimilarities(second));
};

/**
 * The linear kernel of features [N, ...]: products of every image's pattern with every other's,
 * after the mean pattern is taken off.
 */
export function linearKernel(features: NdArray): ImageMatrix {
  const rows = centredRows(features);
  return products(rows, rows);
}

/**
 * Debiased alignment of two kernels of the same images: HSIC_1(K, L) / sqrt(HSIC_1(K, K) HSIC_1(L,
 * L)); 0 where one of them holds nothing beyond noise.
 */
export function kernelAlignment(first: ImageMatrix, second: ImageMatrix): number {
  const [one, other] = [unbiasedHsic(first, first), unbiasedHsic(second, second)];
  return one > 0 && other > 0 ? unbiasedHsic(first, second) / Math.sqrt(one * other) : 0;
}

/**
 * Linear centred kernel alignment (CKA), debiased: the alignment of the linear kernels.
 * 1 for features that are rotations of each other. The plain estimate approaches 1 for anything
 * with more units than images; this one is about 0 for unrelated features, and can fall below.
 * References: Kornblith et al. (2019), ICML; with the unbiased HSIC of Song et al. (2012) as
 * Nguyen, Raghu and Kornblith (2021), ICLR.
 */
export const linearCka: RepresentationSimilarity = (first, second) => {
  requireImages('Linear CKA', first, second);
  return kernelAlignment(linearKernel(first), linearKernel(second));
};

/** Whether a trial is one of the first half, by its place among the `count` that an image has. */
type Half = (place: number, count: number) => boolean;

/**
 * Mean over the trials of either half, each [T', M]. Images of which a neuron has no trial in one of
 * them are left out.
 */
function meansOfHalves(trials: NdArray, isFirst: Half): readonly [NdArray, NdArray] {
  const { shape, values } = trials;
  const counts = trialCounts(trials);
  const places = new Uint32Array(counts.length);
  const [first, second] = [values.slice(), values.slice()];
  values.forEach((value, position) => {
    const entry = position % counts.length;
    if (Number.isNaN(value)) return;
    (isFirst(places[entry]++, counts[entry]) ? second : first)[position] = NaN;
  });
  const [one, other] = [first, second].map((half) =>
    toNdArray(meanOverTrials({ shape, values: half })),
  );
  const inBoth = Array.from({ length: shape[1] }, (_, image) => image).filter(
    (image) => ![one, other].some((half) => rowView(half, image).some(Number.isNaN)),
  );
  return [takeRows(one, inBoth), takeRows(other, inBoth)];
}

/**
 * Mean responses in two halves of the trials, for several ways to halve them: half of them in a
 * row, from every trial of the first half on, and every second one. Of an odd number the second
 * half has one more.
 * @param trials [R, T, M], NaN where a trial was not shown: the trials of each image are halved
 * @returns pairs of [T', M]; images with fewer than two trials are left out
 */
export function halvesOfTrials(trials: NdArray): (readonly [first: NdArray, second: NdArray])[] {
  const half = Math.floor(trials.shape[0] / 2);
  const inARow = Array.from(
    { length: half },
    (_, way): Half =>
      (place, count) => {
        const length = Math.floor(count / 2);
        const start = way % Math.max(1, length);
        return place >= start && place < start + length;
      },
  );
  const everySecond: Half = (place) => place % 2 === 1;
  return [...inARow, everySecond].map((isFirst) => meansOfHalves(trials, isFirst));
}

/**
 * Signal correlation: how much different neurons prefer the same images.
 *
 * The correlation over images between the mean response of neuron i in one half of the trials and
 * that of neuron j in the other half, as a mean over all i and j that differ (both orders, and so
 * both directions), then over two ways to halve the trials: even and odd ones, first and last ones.
 * The halves share no trial, so fluctuations that neurons have in common within a trial do not
 * enter; noise of single neurons lowers it, in simulation and recording alike. A constant neuron
 * counts as 0.
 * @param trials [R, T, M], NaN where a trial was not shown: the trials of each image are halved
 * @throws UserError with fewer than two trials or two neurons.
 */
export function signalCorrelation(trials: NdArray): number {
  const [repeats, , neurons] = trials.shape;
  if (trials.shape.length !== 3 || repeats < 2 || neurons < 2) {
    throw new UserError(
      `A signal correlation needs [R, T, M] trials of at least 2 neurons, at least 2 of each image, not [${trials.shape.join(', ')}].`,
    );
  }
  const halves: readonly Half[] = [(place) => place % 2 === 0, (place, count) => place < count / 2];
  return mean(
    halves.flatMap((isFirst) => {
      const [first, second] = meansOfHalves(trials, isFirst).map((responses) =>
        Array.from({ length: neurons }, (_, neuron) => column(responses, neuron)),
      );
      return first.flatMap((one, i) =>
        second.filter((_, j) => j !== i).map((other) => pearsonCorrelation(one, other)),
      );
    }),
  );
}

/** What a similarity with the mean over trials can reach. */
export interface SimilarityCeiling {
  /** Mean similarity of two halves of the trials. */
  readonly halves: number;
  /**
   * Of two measurements with all trials each, after Spearman and Brown: 2 r / (1 + r). Another
   * animal with the same neurons would reach it.
   */
  readonly lower: number;
  /** Its square root: what the noise-free responses would reach. */
  readonly upper: number;
}

/**
 * The noise ceiling of a similarity between a model and a recorded population, from split halves.
 * Spearman and Brown's formula supposes noise that adds; RSA and CKA are not quite so, which is why
 * the ceiling is a band.
 * @param trials [R, T, M], NaN where a trial was not shown: the trials of each image are halved
 * @throws UserError with fewer than two trials, or halves that have nothing in common.
 */
export function splitHalfCeiling(
  trials: NdArray,
  similarity: RepresentationSimilarity,
): SimilarityCeiling {
  const [repeats] = trials.shape;
  if (trials.shape.length !== 3 || repeats < 2) {
    throw new UserError(
      `A split-half ceiling needs [R, T, M] trials, at least 2 of each image, not [${trials.shape.join(', ')}].`,
    );
  }
  const halves = mean(halvesOfTrials(trials).map(([first, second]) => similarity(first, second)));
  if (halves <= 0)
    throw new UserError(
      'Two halves of the trials have nothing in common: there is no signal that a model could be similar to.',
    );
  const lower = (2 * halves) / (1 + halves);
  return { halves, lower, upper: Math.sqrt(lower) };
}
