import type { BootstrapInterval } from '../metrics/bootstrap';
import type { ExperimentContext } from './experiment';

/** `holds`: the interval lies on the claimed side of 0; `reversed`: on the other; else nothing was seen. */
export type Outcome = 'holds' | 'not seen' | 'reversed';

/** @param claimedSign of the effect: -1 for an error that shrinks, 1 for a correlation that grows. */
export function outcomeOf({ lower, upper }: BootstrapInterval, claimedSign: 1 | -1): Outcome {
  if (lower > 0) return claimedSign === 1 ? 'holds' : 'reversed';
  if (upper < 0) return claimedSign === 1 ? 'reversed' : 'holds';
  return 'not seen';
}

/** Where the outcome was found; results on simulated data never answer the paper's question. */
function place({ dataset }: ExperimentContext): string {
  if (dataset.kind === 'simulated') return 'in the simulation';
  return dataset.name === 'antolik2016' ? 'on the recordings' : `on the recordings in ${dataset.name}, which are not the paper's`;
}

/** The verdict in words, with what makes it weak. */
export function verdict(context: ExperimentContext, outcome: Outcome, seeds: number): string {
  if (context.preset === 'smoke') return 'trained too shortly to tell';
  const limits = [...(context.preset === 'quick' ? ['short training'] : []), ...(seeds === 1 ? ['one seed'] : [])];
  return `${outcome} ${place(context)}${limits.length > 0 ? ` (${limits.join(', ')})` : ''}`;
}
