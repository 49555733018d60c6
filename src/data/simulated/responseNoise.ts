import type { NdArray } from '../ndArray';
import type { Random } from '../random';
import type { PopulationStyle } from './parameters';

/** How single trials scatter around the rate. */
export type ResponseNoise = 'gamma' | 'poisson';

/**
 * One trial of every rate, independently.
 * `gamma`: 0 with probability exp(-zeroDecay * sqrt(rate)), else gamma distributed, with the rate as mean of both together:
 * the form that the trials of the recordings have, which are no spike counts. `poisson`: counts.
 * @param rates of any shape, positive
 * @returns responses of the same shape, non-negative
 */
export function drawTrial(random: Random, rates: NdArray, style: PopulationStyle, noise: ResponseNoise): NdArray {
  const values = Float32Array.from(rates.values, (rate) => {
    if (noise === 'poisson') return random.poisson(rate);
    const zeroShare = Math.exp(-style.zeroDecay * Math.sqrt(rate));
    if (random.uniform() < zeroShare) return 0;
    const shape = style.gammaShape + style.gammaShapeGain * rate;
    return (random.gamma(shape) / shape) * (rate / (1 - zeroShare));
  });
  return { shape: rates.shape, values };
}
