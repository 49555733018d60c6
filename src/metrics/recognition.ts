import type { NdArray } from '../data/ndArray';
import { UserError } from '../errors';

interface Counts {
  positives: number;
  negatives: number;
}

/**
 * How many positive and negative examples there are in all, and at every score, by falling score.
 * @throws UserError without an example of either kind
 */
function count(
  scores: ArrayLike<number>,
  isPositive: readonly boolean[],
  what: string,
): Counts & { readonly ofScores: readonly Counts[] } {
  const positives = isPositive.filter(Boolean).length;
  const negatives = isPositive.length - positives;
  if (positives === 0 || negatives === 0)
    throw new UserError(
      `${what} needs examples of a class and of the others, but there are ${positives} and ` +
        `${negatives}.`,
    );
  const ofScores: (Counts & { score: number })[] = [];
  for (const index of [...isPositive.keys()].sort((left, right) => scores[right] - scores[left])) {
    if (ofScores.at(-1)?.score !== scores[index])
      ofScores.push({ score: scores[index], positives: 0, negatives: 0 });
    ofScores.at(-1)![isPositive[index] ? 'positives' : 'negatives'] += 1;
  }
  return { positives, negatives, ofScores };
}

/**
 * Area under the receiver operating characteristic (AUROC): the probability that a positive example
 * scores higher than a negative one, ties counted half. scikit-learn's `roc_auc_score`.
 * @throws UserError without an example of either kind
 * @example areaUnderRoc([0.9, 0.4, 0.6], [true, false, false]) // => 1
 */
export function areaUnderRoc(scores: ArrayLike<number>, isPositive: readonly boolean[]): number {
  const { ofScores, ...total } = count(scores, isPositive, 'The area under the ROC curve');
  let [above, area] = [0, 0];
  for (const { positives, negatives } of ofScores) {
    area += negatives * (above + positives / 2);
    above += positives;
  }
  return area / (total.positives * total.negatives);
}

/**
 * Area under the precision-recall curve (AUPRC) without interpolation: the precision at every
 * score, weighted by the recall that it adds. scikit-learn's `average_precision_score`. Chance is
 * the share of positive examples.
 * @throws UserError without an example of either kind
 */
export function averagePrecision(
  scores: ArrayLike<number>,
  isPositive: readonly boolean[],
): number {
  const { ofScores, ...total } = count(
    scores,
    isPositive,
    'The area under the precision-recall curve',
  );
  let [taken, found, sum] = [0, 0, 0];
  for (const { positives, negatives } of ofScores) {
    taken += positives + negatives;
    found += positives;
    sum += (positives / total.positives) * (found / taken);
  }
  return sum;
}

/** How well scores tell classes apart. */
export interface Recognition {
  /** Share of the examples whose own class has the highest score. */
  readonly accuracy: number;
  /** Mean over classes, each against the others. */
  readonly auroc: number;
  readonly auprc: number;
}

/**
 * Accuracy, AUROC and AUPRC of the scores of several classes, the areas as the plain mean over
 * classes against the rest.
 * @param scores [N, classes]
 * @param labels [N], numbers of the classes from 0
 * @param examples rows that count, which may repeat; all by default
 * @throws UserError when a class has no example, or every one
 */
export function scoreRecognition(
  scores: NdArray,
  labels: readonly number[],
  examples: readonly number[] = labels.map((_, index) => index),
): Recognition {
  const classes = scores.shape[1];
  const own = (example: number): Float32Array =>
    scores.values.subarray(example * classes, (example + 1) * classes);
  const meanOf = (area: typeof areaUnderRoc): number => {
    const areas = Array.from({ length: classes }, (_, one) =>
      area(
        examples.map((example) => own(example)[one]),
        examples.map((example) => labels[example] === one),
      ),
    );
    return areas.reduce((sum, value) => sum + value / classes, 0);
  };
  const right = examples.filter(
    (example) => own(example).indexOf(Math.max(...own(example))) === labels[example],
  );
  return {
    accuracy: right.length / examples.length,
    auroc: meanOf(areaUnderRoc),
    auprc: meanOf(averagePrecision),
  };
}
