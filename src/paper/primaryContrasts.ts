import type { Layer } from '../models/modelName';
import { specificationHash } from '../runs/specificationHash';
import { focusRegion, headlineRegions, type RecordLookup } from './cells';
import {
  combinationRows,
  countPairs,
  frozenCountPairs,
  groupRows,
  printedPairs,
  regularisedPairs,
  similarityPairs,
  type Comparison,
} from './comparisonRows';
import {
  ceilingRows,
  doseRows,
  everyCombination,
  negativeRows,
  otherSessions,
  rivalRows,
  scarceRows,
} from './secondaryRows';
import { specify, type Plan } from './specify';

// THE DESIGN: what is compared, what of it is primary, and how it is judged. It is committed before
// the records that it judges; notebook 09 names the commit, and marks records that are older as
// post hoc. The analysis:
//
// - A primary contrast is the mean of its rows, each in % of its reference's MSE, in PCC or in
//   neurons, with the crossed interval of `crossedInterval` (seeds and test images at random, S - 1
//   degrees of freedom). Claims with two contrasts are corrected for two (Holm).
// - Rows are secondary. Holm runs over all rows of a family, those without five seeds included; a
//   comparison belongs to one family, so that it has one p wherever it appears. "No relevant
//   difference" is corrected in the same way.
// - A verdict needs five seeds, two cells that differ in one thing, and a check that has passed: in
//   the IR task the readout refitted on the encoder of CAE-FR is better than that on the encoder of
//   the CAE; in the NRS task the images have at least `leastShare` of the gradient of h_i. A check
//   that fails gives "not manipulated".

/** Least share of the second task in the gradient of h_i for a pair of the NRS task. */
export const leastShare = 0.05;

export interface PrimaryContrast {
  readonly claim: string;
  readonly question: string;
  /** Its mean is the contrast. */
  readonly rows: readonly Comparison[];
  /**
   * Ten where five give less than 80 % power at the smallest effect, by the spread of the records
   * of the simulation that were there before.
   */
  readonly seeds: 5 | 10;
}

/** Layers 1, where single rows of FC lie on the claimed side, and 2, which the paper shows most. */
const combinationLayers: readonly Layer[] = [1, 2];

/**
 * One a claim, two where it says two things. Claim 6 ("if and only if learning is joint") is judged
 * by the contrast of claim 3: CAE-FR or CNN-FR against a frozen CAE with a readout is no matched
 * pair, their encoders have other tasks and other stopping rules; those rows are shown without a
 * verdict.
 * @param find for claim 2, whose groups follow from earlier records; without these it has no rows
 */
export function primaryContrasts(plan: Plan, find: RecordLookup): PrimaryContrast[] {
  const regions = headlineRegions(plan);
  const focus = focusRegion(plan);
  const contrast = (rows: readonly Comparison[], seeds: 5 | 10): PrimaryContrast[] =>
    rows.length === 0 ? [] : [{ claim: rows[0].claim, question: rows[0].question, rows, seeds }];
  return [
    ...contrast(printedPairs(regions), 10),
    ...contrast(regularisedPairs(regions), 5),
    ...contrast(groupRows(plan, find), 5),
    ...contrast(similarityPairs(regions), 10),
    ...contrast(countPairs(regions), 5),
    ...contrast(frozenCountPairs(regions), 5),
    ...contrast(combinationRows('IR', focus, combinationLayers), 5),
    ...contrast(combinationRows('NRS', focus, combinationLayers), 5),
  ];
}

/** Names a comparison by what is trained for it, so that it is known again wherever it appears. */
export function comparisonKey(plan: Plan, { first, second, metric }: Comparison): string {
  const names = [first, second].map((cell) =>
    specificationHash(specify({ ...plan, seeds: [1] }, cell)[0]),
  );
  return [metric, ...names].join(' ');
}

/** Every comparison that is judged, each in one family only: the first that names it. */
export function comparisons(plan: Plan, find: RecordLookup): Comparison[] {
  const all = [
    ...primaryContrasts(plan, find).flatMap(({ rows }) => rows),
    ...everyCombination(plan),
    ...otherSessions(plan),
    ...doseRows(plan),
    ...rivalRows(plan),
    ...scarceRows(plan),
    ...negativeRows(plan),
    ...ceilingRows(plan),
  ];
  const byKey = new Map<string, Comparison>();
  for (const comparison of all) {
    const key = comparisonKey(plan, comparison);
    if (!byKey.has(key)) byKey.set(key, comparison);
  }
  return [...byKey.values()];
}
