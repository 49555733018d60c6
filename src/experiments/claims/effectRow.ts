import { intervalCell } from '../comparisons';
import type { ExperimentContext } from '../experiment';
import { intervalOf, overLayers, type LayerDifference } from '../layerDifferences';
import { outcomeOf, verdict } from '../verdict';
import type { ClaimRow } from './claim';

/** An effect that a claim speaks of, as a difference of two models. */
export interface ClaimedEffect {
  /** Whose effect: `region 3, VAE-FR`. */
  readonly subject: string;
  /** `difference in MSE, VAE-FR minus VAE` */
  readonly measure: string;
  readonly printed: string;
  /** undefined where the runs are missing. */
  readonly difference: LayerDifference | undefined;
  /** -1 for an error that shrinks, 1 for a correlation that grows. */
  readonly claimedSign: 1 | -1;
  /** What fills the row where the runs are missing. */
  readonly remedy: string;
}

/** The row of an effect averaged over its layers. */
export function effectRow(
  context: ExperimentContext,
  { subject, measure, printed, difference, claimedSign, remedy }: ClaimedEffect,
): ClaimRow {
  if (difference === undefined) {
    return { scope: `${subject}: ${measure}`, printed, ours: { kind: 'missing', remedy }, verdict: 'not run here' };
  }
  const interval = intervalOf(difference);
  return {
    scope: `${subject}, ${overLayers(difference)}: ${measure}`,
    printed,
    ours: intervalCell(interval),
    verdict: verdict(context, outcomeOf(interval, claimedSign), difference.seeds),
  };
}
