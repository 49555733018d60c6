import { ndArray, type NdArray } from '../../src/data/ndArray';
import { closeTo } from '../closeTo';
import values from './inference.json';
import { sequence } from './sequence';

/** What SciPy says of the data below. */
export const oracle = values;
export const images = 50;
const neurons = 12;
export const responses = ndArray(
  [images, neurons],
  sequence(images * neurons, 0.1).map((value) => Math.max(0, value)),
);

/** As `model` in inference.py. */
export function predictions(phase: number, weight: number): NdArray {
  const noise = sequence(images * neurons, phase);
  return ndArray(
    [images, neurons],
    noise.map((value, entry) => weight * responses.values[entry] + value),
  );
}

export const better = predictions(0.3, 0.8);
export const worse = predictions(0.4, 0.5);

/** Two bootstraps of the same data differ by the chance of their resamples. */
export function sameInterval(
  actual: { readonly lower: number; readonly upper: number },
  [lower, upper]: readonly number[],
): void {
  const tolerance = 0.06 * (upper - lower);
  closeTo(actual.lower, lower, tolerance);
  closeTo(actual.upper, upper, tolerance);
}
