import type { RunSpecification } from '../runs/specification';
import { focusRegion } from './cells';
import { printedPairs, similarityPairs, type Comparison } from './comparisonRows';
import { specify, type Plan } from './specify';

/**
 * The comparisons that `npm run reproduce` trains again, at full length and with all seeds: do
 * responses help reconstruction, does reconstruction help similarity, in the focus region.
 */
export function headlineComparisons(plan: Pick<Plan, 'regions'>): Comparison[] {
  const focus = [focusRegion(plan)];
  return [...printedPairs(focus), ...similarityPairs(focus)].filter(({ layer }) => layer === 2);
}

/** Their trainings, seed by seed. */
export function headlineRuns(plan: Plan): RunSpecification[] {
  const cells = headlineComparisons(plan).flatMap(({ first, second }) => [first, second]);
  return plan.seeds.flatMap((seed) =>
    cells.flatMap((cell) => specify({ ...plan, seeds: [seed] }, cell)),
  );
}
