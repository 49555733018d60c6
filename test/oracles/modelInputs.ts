import { ndArray, sizeOf, type NdArray } from '../../src/data/ndArray';
import { sequence } from './sequence';

export const oracleBatch = 4;
export const oracleNeurons = 5;

/**
 * As `initial` in test/oracles/torchModels.py: every parameter from its name and shape, in no
 * special state.
 */
function oracleParameter(name: string, shape: readonly number[]): NdArray {
  const phase =
    [...name].reduce((sum, letter, position) => sum + (position + 1) * letter.codePointAt(0)!, 0) /
    1000;
  const values = sequence(sizeOf(shape), phase);
  const rules: Record<string, (value: number) => number> = {
    kernel: (value) => value * Math.sqrt(6 / (shape[0] * shape[1] * (shape[2] + shape[3]))),
    weights: (value) => value * Math.sqrt(6 / (shape[0] + shape[1])),
    scale: (value) => 1 + 0.5 * value,
    variance: (value) => 1 + 0.5 * value,
    mask: (value) => 0.4 * value,
    features: (value) => 0.4 * value,
    codes: (value) => 0.7 * value,
  };
  return ndArray(shape, values.map(rules[name.split('/')[1]] ?? ((value) => 0.1 * value)));
}

/** The oracle's values in the shapes of a network's own initial values. */
export function oracleParameters(
  initial: Readonly<Record<string, NdArray>>,
): Record<string, NdArray> {
  return Object.fromEntries(
    Object.entries(initial).map(([name, { shape }]) => [name, oracleParameter(name, shape)]),
  );
}

/** [4, 32, 32, 1] in [-1, 1). */
export const oracleImages = ndArray([oracleBatch, 32, 32, 1], sequence(oracleBatch * 1024, 1));

/** [4, 100], in place of the normal numbers a VAE draws. */
export const oracleNoise = ndArray([oracleBatch, 100], sequence(oracleBatch * 100, 3));

/** [4, 5], non-negative. */
export const oracleObserved = ndArray(
  [oracleBatch, oracleNeurons],
  sequence(oracleBatch * oracleNeurons, 2).map((value) => 3 * Math.max(0, value)),
);
