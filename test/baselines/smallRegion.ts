import { ndArray, type NdArray } from '../../src/data/ndArray';
import { createRandom } from '../../src/data/random';
import type { RegionData } from '../../src/data/region';

const SIDE = 6;

/** Images given by the formula of test/oracles/baselines.py, [count, 6, 6, 1]. */
export function formulaImages(first: number, count: number): NdArray {
  const values = Float32Array.from({ length: count * SIDE * SIDE }, (_, index) => {
    const n = first + Math.floor(index / (SIDE * SIDE));
    const y = Math.floor(index / SIDE) % SIDE;
    const x = index % SIDE;
    return (
      0.5 * Math.sin(0.7 * n + 1.3 * y + 0.9 * x + 0.11 * n * y) + 0.4 * Math.cos(0.37 * n * x)
    );
  });
  return ndArray([count, SIDE, SIDE, 1], values);
}

/** A region around given images; its responses are only there to make it whole. */
export function regionOf(
  trainingImages: NdArray,
  testImages: NdArray,
  trainingResponses?: NdArray,
): RegionData {
  const responses = (images: NdArray): NdArray =>
    ndArray([images.shape[0], 1], new Float32Array(images.shape[0]).fill(1));
  return {
    dataset: { name: 'small', kind: 'simulated', fingerprint: '' },
    region: 1,
    trainingImages,
    trainingResponses: trainingResponses ?? responses(trainingImages),
    testImages,
    testResponses: responses(testImages),
    testTrials: undefined,
    responseScale: 1,
    truth: undefined,
  };
}

/** White noise, [count, 6, 6, 1] in [-1, 1]. */
export function noiseImages(seed: number, count: number): NdArray {
  const random = createRandom(seed, 'noise images');
  return ndArray(
    [count, SIDE, SIDE, 1],
    Float32Array.from({ length: count * SIDE * SIDE }, () => 2 * random.uniform() - 1),
  );
}
