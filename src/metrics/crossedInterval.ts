import { mean, sampleVariance } from 'simple-statistics';
import type { NdArray } from '../data/ndArray';
import { createRandom } from '../data/random';
import { UserError } from '../errors';
import { pearsonPerNeuron } from './responseScores';
import {
  criticalCorrelation,
  isBeyond,
  tBeyond,
  twoSidedP,
  type SignificanceRule,
} from './significance';

/**
 * First minus second model on the test images named by indices: one value for every seed that both
 * were trained with.
 */
export type SeedDifferences = (images: readonly number[]) => readonly number[];

/**
 * Standard deviations of what makes a difference vary, in its own unit and for one seed and one
 * image.
 */
export interface VarianceComponents {
  /** Between seeds, whatever the images. */
  readonly seed: number;
  /** Between images, whatever the seeds. */
  readonly image: number;
  /** What is left: this seed on this image. */
  readonly residual: number;
}

/** What is known of a difference between two models. */
export interface CrossedInterval {
  /** On all images, mean over seeds. */
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
  readonly seeds: number;
  /** Two-sided, of no difference. */
  readonly p: number;
  readonly standardError: number;
  readonly degreesOfFreedom: number;
  /** Negative estimates of a variance count as 0. */
  readonly components: VarianceComponents;
}

/**
 * 95 % interval of the difference between two models that were trained with the same seeds and
 * scored on the same test images: neither these seeds nor these images are the only ones, so both
 * count as drawn at random (two crossed random effects).
 *
 * squared standard error = variance of the seeds' differences / S           (seeds, and each seed's
 * own way with the images)
 *                        + variance by the choice of images                 (images, and the same
 * once more)
 *                        - what both contain, so that it counts once
 * The images' part comes from leaving out one image at a time (jackknife), which suits a mean over
 * images and a mean PCC alike; for a mean over images all this is the two-way analysis of variance.
 * Estimate +- t * standard error, with the S - 1 degrees of freedom of the seeds. (Satterthwaite's,
 * which lie between S - 1 and T - 1, are estimates themselves and make small p too small: families
 * of rows had up to 12 % false verdicts.) It is never narrower than either part alone, and centred
 * on the estimate, unlike the percentiles of a bootstrap, whose draws repeat images and move PCCs
 * and counts.
 *
 * With one seed it covers the choice of images only, with T - 1 degrees of freedom; `verdict` asks
 * for five seeds.
 * References: Searle, Casella, McCulloch (1992), Variance components; Efron and Stein (1981), The
 * jackknife estimate of variance.
 *
 * @param statistic e.g. `errorDifference(a, b)`, or any function of image indices that gives one
 * value for every seed
 * @param images number of test images, T
 * @param draws bootstrap draws of images instead of a jackknife, for what jumps, such as counts,
 * whose error a jackknife overstates
 *   several times; 500 give it to 3 %
 * @throws UserError with fewer than two images or without a seed
 * @example
 * crossedInterval(errorDifference([[22, 25, 21], [23, 25, 22]], [[21, 25, 19], [20, 26, 20]]), 3);
 * // => { estimate: 1.1667, lower: -9.4218, upper: 11.7552, seeds: 2, p: 0.3949, ... }
 */
export function crossedInterval(
  statistic: SeedDifferences,
  images: number,
  { draws }: { readonly draws?: number | undefined } = {},
): CrossedInterval {
  const all = Array.from({ length: images }, (_, image) => image);
  const ofSeeds = statistic(all);
  const seeds = ofSeeds.length;
  if (images < 2 || seeds < 1)
    throw new UserError(
      `An interval needs at least two images and one training seed but got ${images} and ${seeds}.`,
    );
  const { integer } = createRandom(1, 'crossedInterval');
  // Other sets of images, and the factor that makes the variance over them that of the statistic.
  const sets =
    draws === undefined
      ? all.map((left) => all.filter((image) => image !== left))
      : Array.from({ length: draws }, () => all.map(() => integer(images)));
  const factor = draws === undefined ? (images - 1) ** 2 / images : 1;
  const replicates = sets.map((chosen) => statistic(chosen)); // [sets][seeds]
  const imagePart = factor * sampleVariance(replicates.map((values) => mean(values)));
  const ofOneSeed =
    factor *
    mean(ofSeeds.map((_, seed) => sampleVariance(replicates.map((values) => values[seed]))));
  return intervalOf({
    estimate: mean(ofSeeds),
    seeds,
    images,
    seedPart: seeds > 1 ? sampleVariance(ofSeeds) / seeds : 0,
    imagePart,
    common: seeds > 1 ? (ofOneSeed - imagePart) / (seeds - 1) : 0,
  });
}

/** What a crossed interval is made of: squared standard errors of an estimate. */
export interface CrossedParts extends Pick<CrossedInterval, 'estimate' | 'seeds'> {
  /** T */
  readonly images: number;
  /** By the choice of seeds, what is common included. */
  readonly seedPart: number;
  /** By the choice of images, what is common included. */
  readonly imagePart: number;
  /** What is left: each seed's own way with the images. */
  readonly common: number;
}

/** The interval of `crossedInterval` from its parts, for whoever has them without any images. */
export function intervalOf(parts: CrossedParts): CrossedInterval {
  const { estimate, seeds, images, seedPart, imagePart } = parts;
  const common = Math.max(0, parts.common);
  const standardError = Math.sqrt(Math.max(seedPart + imagePart - common, seedPart, imagePart));
  const degreesOfFreedom = seeds > 1 ? seeds - 1 : images - 1;
  const reach = tBeyond(0.025, degreesOfFreedom) * standardError;
  return {
    estimate,
    lower: estimate - reach,
    upper: estimate + reach,
    seeds,
    p: estimate === 0 ? 1 : twoSidedP(estimate / standardError, degreesOfFreedom),
    standardError,
    degreesOfFreedom,
    components: {
      seed: Math.sqrt(Math.max(0, seedPart - common) * seeds),
      image: Math.sqrt(Math.max(0, imagePart - common) * images),
      residual: Math.sqrt(common * seeds * images),
    },
  };
}

/** A row of a pooled contrast. */
export interface PooledRow {
  readonly difference: SeedDifferences;
  /** The difference is divided by it. Default: 1. */
  readonly scale?: number;
  /** Which seeds the difference has, in its order. */
  readonly seeds: readonly number[];
}

/**
 * Mean of several differences: one contrast of many rows, for the seeds that all rows have. They
 * have as many test images as each other; image t is left out of all rows together, which is right
 * whether rows share their images or not.
 */
export function pooledDifference(rows: readonly PooledRow[]): {
  readonly difference: SeedDifferences;
  readonly seeds: readonly number[];
} {
  const shared = (rows[0]?.seeds ?? []).filter((seed) =>
    rows.every(({ seeds }) => seeds.includes(seed)),
  );
  const difference: SeedDifferences = (images) => {
    const ofRows = rows.map(({ difference: ofRow, seeds, scale = 1 }) => {
      const values = ofRow(images);
      return shared.map((seed) => values[seeds.indexOf(seed)] / scale);
    });
    return shared.map((_, index) => mean(ofRows.map((values) => values[index])));
  };
  return { difference, seeds: shared };
}

function requireSameSeeds(first: readonly unknown[], second: readonly unknown[]): void {
  if (first.length !== second.length || first.length === 0) {
    throw new UserError(
      'A paired comparison needs the same training seeds of both models but got ' +
        `${first.length} and ${second.length} trainings; keep the seeds they share.`,
    );
  }
}

/**
 * Mean difference of a score that every image has by itself (MSE, PSNR, SSIM), for
 * `crossedInterval`.
 * @param first [seeds][images]
 * @param second the same seeds and images in the same order; a baseline without seeds is repeated
 * for each
 * @throws UserError when the numbers of trainings differ
 */
export function errorDifference(
  first: readonly (readonly number[])[],
  second: readonly (readonly number[])[],
): SeedDifferences {
  requireSameSeeds(first, second);
  return (images) =>
    first.map(
      (scores, seed) =>
        images.reduce((sum, image) => sum + (scores[image] - second[seed][image]), 0) /
        images.length,
    );
}

/** Difference of what `score` makes of the neurons' correlations, first minus second model. */
function neuronDifference(
  first: readonly NdArray[],
  second: readonly NdArray[],
  responses: NdArray,
  score: (pcc: readonly number[]) => number,
): SeedDifferences {
  requireSameSeeds(first, second);
  return (images) => {
    const scoreOf = (predictions: NdArray): number =>
      score(pearsonPerNeuron(predictions, responses, images).pcc);
    return first.map((predictions, seed) => scoreOf(predictions) - scoreOf(second[seed]));
  };
}

/**
 * Difference of the mean PCC over neurons, for `crossedInterval`.
 * @param first predictions [T, M] of every seed
 * @param second the same seeds in the same order; a baseline without seeds is repeated for each
 * @param responses [T, M]
 * @throws UserError when the numbers of trainings or the shapes differ
 */
export function pccDifference(
  first: readonly NdArray[],
  second: readonly NdArray[],
  responses: NdArray,
): SeedDifferences {
  return neuronDifference(first, second, responses, mean);
}

/**
 * Difference of the number of significant neurons, for `crossedInterval` with `draws`; parameters
 * and errors as of `pccDifference`.
 */
export function countDifference(
  first: readonly NdArray[],
  second: readonly NdArray[],
  responses: NdArray,
  rule: SignificanceRule = {},
): SeedDifferences {
  const critical = criticalCorrelation(responses.shape[0], rule);
  return neuronDifference(
    first,
    second,
    responses,
    (pcc) => pcc.filter((correlation) => isBeyond(correlation, critical, rule.sides)).length,
  );
}
