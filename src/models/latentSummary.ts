import type { NdArray } from '../data/ndArray';

/** What a trained autoencoder's codes of images look like; null where the code has no such thing. */
export interface LatentSummary {
  /** Size of one image's code as it is stored. */
  readonly bitsPerImage: number;
  /** VAE: dimensions whose posterior mean varies over images. */
  readonly activeUnits: number | null;
  /** VQ-VAE: entries of the codebook that any position of any image uses. */
  readonly usedCodes: number | null;
  /** VQ-VAE: 2 to the entropy of the entries' frequencies; the number of codes if all were used equally. */
  readonly perplexity: number | null;
}

// Burda, Grosse & Salakhutdinov 2016, Sec. 5.2.
const activeVariance = 0.01;

/**
 * Burda et al. 2016: dimensions in which the variance over images of the posterior mean exceeds .01.
 * @param means posterior means [N, dimensions]
 */
export function countActiveUnits({ shape, values }: NdArray): number {
  const [images, dimensions] = shape as [number, number];
  let active = 0;
  for (let dimension = 0; dimension < dimensions; dimension++) {
    let sum = 0;
    let squares = 0;
    for (let image = 0; image < images; image++) {
      const value = values[image * dimensions + dimension];
      sum += value;
      squares += value * value;
    }
    active += Number(squares / images - (sum / images) ** 2 > activeVariance);
  }
  return active;
}

/**
 * How the entries of a codebook are used.
 * @param chosen indices of entries, [N, positions]
 */
export function codebookUse({ values }: NdArray): { readonly usedCodes: number; readonly perplexity: number } {
  const counts = new Map<number, number>();
  values.forEach((code) => counts.set(code, (counts.get(code) ?? 0) + 1));
  const bits = [...counts.values()].reduce((sum, count) => sum - (count / values.length) * Math.log2(count / values.length), 0);
  return { usedCodes: counts.size, perplexity: 2 ** bits };
}
