import { pearsonSignificance } from './pearsonSignificance';
import type { SignificanceRule } from './significantNeurons';

const precision = 1e-12;

/**
 * The smallest positive correlation that counts as significant: for thousands of resamples one comparison a neuron instead of one p-value.
 * @example
 * criticalCorrelation(50); // => 0.2787
 */
export function criticalCorrelation(images: number, { level = 0.05, sides = 'two' }: SignificanceRule = {}): number {
  let [below, above] = [0, 1];
  while (above - below > precision) {
    const middle = (below + above) / 2;
    const { oneSided, twoSided } = pearsonSignificance(middle, images);
    if ((sides === 'one' ? oneSided : twoSided) <= level) above = middle;
    else below = middle;
  }
  return above;
}

/** Whether a correlation counts, given the critical one. */
export function isBeyond(correlation: number, critical: number, sides: SignificanceRule['sides'] = 'two'): boolean {
  return (sides === 'one' ? correlation : Math.abs(correlation)) >= critical;
}
