import { ndArray } from '../../src/data/ndArray';
import { sequence } from '../oracles/sequence';

const images = 50;
const neurons = 6;

/** Responses [50, 6] of test/oracles/metrics.py. */
export const oracleResponses = ndArray(
  [images, neurons],
  sequence(images * neurons, 0.1).map((value) => Math.max(0, value)),
);

/** Predictions [50, 6], better from neuron to neuron. */
export const oraclePredictions = ndArray(
  [images, neurons],
  sequence(images * neurons, 0.2).map((noise, entry) => {
    const mixture = 0.19 * (entry % neurons);
    return 1 + mixture * oracleResponses.values[entry] + (1 - mixture) * noise;
  }),
);
