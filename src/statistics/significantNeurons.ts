import { pearsonSignificance } from './pearsonSignificance';

export interface SignificanceRule {
  /** Largest p-value that counts as significant. */
  readonly level?: number;
  /** `two` (default): as SciPy's pearsonr, which also lets significantly negative correlations in. `one`: positive ones only. */
  readonly sides?: 'one' | 'two';
}

/**
 * Indices of the neurons whose correlation over the test images is significant, p <= .05 as in the paper (which does not
 * say whether its test is one- or two-sided).
 *
 * @param pcc one per neuron
 * @param images number of test images
 * @example
 * significantNeurons([0.1, 0.5, -0.5], 50); // => [1, 2]
 * significantNeurons([0.1, 0.5, -0.5], 50, { sides: 'one' }); // => [1]
 */
export function significantNeurons(pcc: readonly number[], images: number, rule: SignificanceRule = {}): number[] {
  const { level = 0.05, sides = 'two' } = rule;
  const significant: number[] = [];
  pcc.forEach((correlation, neuron) => {
    const { oneSided, twoSided } = pearsonSignificance(correlation, images);
    if ((sides === 'one' ? oneSided : twoSided) <= level) {
      significant.push(neuron);
    }
  });
  return significant;
}
