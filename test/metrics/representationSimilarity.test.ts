import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ndArray, takeRows, type NdArray } from '../../src/data/ndArray';
import { toNdArray } from '../../src/data/npy';
import { meanOverTrials } from '../../src/data/responses';
import { UserError } from '../../src/errors';
import {
  componentsFor,
  correctedParticipationRatio,
  participationRatio,
  varianceExplained,
  type CorrectedParticipationRatio,
} from '../../src/metrics/dimensionality';
import {
  dissimilarities,
  linearCka,
  rsa,
  splitHalfCeiling,
} from '../../src/metrics/representationSimilarity';
import { closeTo } from '../closeTo';
import oracle from '../oracles/representations.json';
import { allClose } from '../oracles/arraySummary';
import { sequence } from '../oracles/sequence';

const [repeats, images, units, neurons] = [5, 9, 30, 6];
const common = sequence(images * neurons, 0.2);

/** The features and trials of test/oracles/representations.py. */
const features = ndArray(
  [images, units],
  sequence(images * units, 0.1).map((value, entry) => {
    const [image, unit] = [Math.floor(entry / units), entry % units];
    return unit < neurons ? value + 3 * common[image * neurons + unit] : value;
  }),
);
const trials = ndArray(
  [repeats, images, neurons],
  sequence(repeats * images * neurons, 0.3).map((value, entry) =>
    Math.max(0, 0.5 + common[entry % (images * neurons)] + 0.7 * value),
  ),
);
const every = [0, 1, 2, 3, 4];
const meanOfTrials = (all: NdArray, chosen: readonly number[]): NdArray =>
  toNdArray(meanOverTrials(takeRows(all, chosen)));
const responses = meanOfTrials(trials, every);

/** Independent normal-like features. */
const unrelated = (count: number, width: number, phase: number): NdArray =>
  ndArray([count, width], sequence(count * width, phase));

test('dissimilarities and RSA are those of rsatoolbox, with and without ties', () => {
  allClose(dissimilarities(responses), oracle.dissimilarities, 1e-5);
  closeTo(rsa(features, responses), oracle.rsa, 1e-9);
  // Both rank orders are the same however units are scaled and shifted.
  closeTo(
    rsa(
      features,
      ndArray(
        features.shape,
        features.values.map((value) => 5 * value + 1),
      ),
    ),
    1,
    1e-3,
  );
  const tied = ndArray([4, 2], Float32Array.of(1, 2, 2, 1, 1, 2, 2, 1)); // correlations of 1 and -1 only
  closeTo(rsa(tied, tied), 1, 1e-12);
});

test('linear CKA is the U-statistic over all four different images', () => {
  closeTo(linearCka(features, responses), oracle.cka, 1e-5);
  closeTo(linearCka(features, features), 1, 1e-12);
});

test('CKA does not mind rotations, scale and shifts, and unrelated features give about 0 although there are more units than images', () => {
  const [cosine, sine] = [Math.cos(0.7), Math.sin(0.7)];
  const turned = Float32Array.from(features.values, (value, entry) => {
    const partner = features.values[entry % 2 === 0 ? entry + 1 : entry - 1];
    return 3 * (cosine * value + (entry % 2 === 0 ? -sine : sine) * partner) - 4;
  });
  closeTo(linearCka(features, ndArray(features.shape, turned)), 1, 1e-4);
  closeTo(linearCka(unrelated(50, 400, 0.5), unrelated(50, 300, 0.6)), 0, 0.1);
});

test('split-half ceilings are those of NumPy', () => {
  for (const [similarity, expected] of [
    [rsa, oracle.ceilingRsa],
    [linearCka, oracle.ceilingCka],
  ] as const) {
    const { halves, lower, upper } = splitHalfCeiling(trials, similarity);
    closeTo(halves, expected, 1e-5);
    closeTo(lower, (2 * halves) / (1 + halves), 1e-12);
    closeTo(upper ** 2, lower, 1e-12);
  }
});

test('the ceiling holds the similarity of the noise-free responses to the mean over trials', () => {
  const [stimuli, cells, count] = [60, 40, 10];
  const truth = unrelated(stimuli, cells, 0.11);
  const noisy = ndArray(
    [count, stimuli, cells],
    sequence(count * stimuli * cells, 0.13).map(
      (value, entry) => truth.values[entry % (stimuli * cells)] + 3 * value,
    ),
  );
  const measured = meanOfTrials(
    noisy,
    Array.from({ length: count }, (_, trial) => trial),
  );
  for (const similarity of [rsa, linearCka]) {
    const { lower, upper } = splitHalfCeiling(noisy, similarity);
    const reached = similarity(truth, measured);
    assert.ok(reached > lower && reached < upper + 0.05, `${lower} ${reached} ${upper}`);
  }
});

test('the corrected participation ratio is that of Chun et al.; of two measurements, the mean over all four different images', () => {
  const [first, second] = [meanOfTrials(trials, [0, 1]), meanOfTrials(trials, [2, 3, 4])];
  const sameAs = (
    { ofTheseUnits, ofThePopulation }: CorrectedParticipationRatio,
    [ofUnits, population]: readonly number[],
  ): void => {
    closeTo(ofTheseUnits / ofUnits, 1, 1e-5);
    closeTo(ofThePopulation / population, 1, 1e-4);
  };
  sameAs(correctedParticipationRatio(responses), oracle.ratios);
  sameAs(correctedParticipationRatio(responses), oracle.ratiosWrittenOut);
  sameAs(correctedParticipationRatio(first, second), oracle.ratiosOfHalves);
});

test('noise of two measurements does not count as dimensions', () => {
  const [count, width] = [200, 40];
  const signal = sequence(count, 0.41);
  const measured = (phase: number): NdArray =>
    ndArray(
      [count, width],
      sequence(count * width, phase).map(
        (noise, entry) => (1 + ((entry % width) % 3)) * signal[Math.floor(entry / width)] + noise,
      ),
    );
  const [first, second] = [measured(0.42), measured(0.43)];
  assert.ok(participationRatio(first) > 1.4);
  closeTo(correctedParticipationRatio(first, second).ofTheseUnits, 1, 0.15);
});

test('few images and neurons of a population with 5 dimensions look flatter; the correction says 5', () => {
  const [count, width, dimensions] = [40, 60, 5];
  const [hidden, mixing] = [sequence(count * dimensions, 0.21), sequence(dimensions * width, 0.22)];
  const mixed = ndArray(
    [count, width],
    Float32Array.from({ length: count * width }, (_, entry) => {
      let sum = 0;
      for (let k = 0; k < dimensions; k++)
        sum +=
          hidden[Math.floor(entry / width) * dimensions + k] * mixing[k * width + (entry % width)];
      return sum;
    }),
  );
  const few = takeRows(
    mixed,
    Array.from({ length: 15 }, (_, image) => image),
  );
  assert.ok(participationRatio(few) < 4.2);
  closeTo(correctedParticipationRatio(few).ofThePopulation, 5, 1);
  closeTo(correctedParticipationRatio(mixed).ofThePopulation, 5, 0.7);
});

test('components explain other images as NumPy has it, and fewer of them than of their own', () => {
  const [own, other] = [
    [0, 1, 2, 3, 4, 5],
    [6, 7, 8],
  ].map((some) => takeRows(features, some));
  allClose(varianceExplained(own, other), oracle.explained, 1e-5);
  closeTo(varianceExplained(own).at(-1)!, 1, 1e-6);
  assert.equal(componentsFor(0.9, varianceExplained(own, other)), undefined);
  assert.equal(
    componentsFor(0.25, varianceExplained(own, other)),
    oracle.explained.findIndex((share) => share >= 0.25) + 1,
  );
  // More images than units: the same by the covariance of units.
  const tall = unrelated(40, 6, 0.4);
  closeTo(varianceExplained(tall).at(-1)!, 1, 1e-6);
  assert.equal(varianceExplained(tall).length, 6);
});

test('a second measurement takes its own noise out of the variance that is to be explained', () => {
  const signal = sequence(200, 0.31);
  const measured = (phase: number): NdArray =>
    ndArray(
      [200, 8],
      sequence(1600, phase).map(
        (noise, entry) => (entry % 8 < 2 ? 2 * signal[Math.floor(entry / 8)] : 0) + noise,
      ),
    );
  const [first, second] = [measured(0.32), measured(0.33)];
  assert.ok(varianceExplained(first, first)[0] < 0.7);
  closeTo(varianceExplained(first, first, second)[0], 1, 0.1);
});

test('what cannot be estimated is refused in a sentence', () => {
  assert.throws(() => rsa(features, takeRows(features, [0, 1, 2, 3])), UserError);
  assert.throws(
    () => linearCka(takeRows(features, [0, 1, 2]), takeRows(features, [0, 1, 2])),
    UserError,
  );
  assert.throws(() => splitHalfCeiling(responses, rsa), UserError);
  assert.throws(() => correctedParticipationRatio(features, responses), UserError);
  assert.throws(() => varianceExplained(ndArray([3, 2], new Float32Array(6))), UserError);
  assert.equal(linearCka(ndArray([5, 2], new Float32Array(10)), unrelated(5, 3, 0.1)), 0);
});
