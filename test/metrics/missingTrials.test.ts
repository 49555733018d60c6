import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ndArray, takeRows, type NdArray } from '../../src/data/ndArray';
import { createRandom } from '../../src/data/random';
import { completeTrials, trialCounts } from '../../src/data/responses';
import { UserError } from '../../src/errors';
import { explainableVarianceExplained, noiseCeiling } from '../../src/metrics/noiseCeiling';
import {
  halvesOfTrials,
  linearCka,
  rsa,
  signalCorrelation,
  splitHalfCeiling,
} from '../../src/metrics/representationSimilarity';
import { closeTo } from '../closeTo';
import oracle from '../oracles/missingTrials.json';
import { sequence } from '../oracles/sequence';

const [repeats, images, neurons] = [6, 20, 5];
const common = sequence(images, 0.4);

/** The trials of test/oracles/missingTrials.py before any was lost. */
const full = ndArray(
  [repeats, images, neurons],
  sequence(repeats * images * neurons, 0.3).map((value, entry) =>
    Math.max(0, Math.fround(value + common[Math.floor(entry / neurons) % images])),
  ),
);
const trials = ndArray(
  full.shape,
  full.values.map((value, entry) => {
    const image = Math.floor(entry / neurons) % images;
    const trial = Math.floor(entry / (neurons * images));
    const isLost =
      image === 0
        ? trial > 0
        : (image * 7 + trial * 5) % 11 < image % 5 && trial !== 1 && trial !== 4;
    return isLost || (trial === 3 && image === 5 && entry % neurons === 2) ? NaN : value;
  }),
);
const predictions = ndArray(
  [images, neurons],
  Float32Array.from(
    { length: images * neurons },
    (_, entry) => 0.3 + 0.4 * common[Math.floor(entry / neurons)],
  ),
);

test('with missing trials, ceilings and scores are those of products of different trials in NumPy', () => {
  assert.deepEqual(
    Array.from({ length: images }, (_, image) =>
      [0, 2].map((neuron) => trialCounts(trials)[image * neurons + neuron]),
    ),
    oracle.counts,
  );
  const ceiling = noiseCeiling(trials);
  const explained = explainableVarianceExplained(predictions, trials);
  for (let neuron = 0; neuron < neurons; neuron++) {
    for (const name of ['signalPower', 'correlationCeiling', 'explainableFraction'] as const)
      closeTo(ceiling[name][neuron], oracle[name][neuron], 1e-7);
    closeTo(explained[neuron], oracle.explained[neuron], 1e-6);
  }
  closeTo(signalCorrelation(trials), oracle.signalCorrelation, 1e-6);
});

test('a trial that no image was shown in changes nothing', () => {
  const padded = ndArray(
    [repeats + 1, images, neurons],
    Float32Array.of(...full.values, ...new Float32Array(images * neurons).fill(NaN)),
  );
  assert.deepEqual(noiseCeiling(padded), noiseCeiling(full));
  assert.deepEqual(
    explainableVarianceExplained(predictions, padded),
    explainableVarianceExplained(predictions, full),
  );
  assert.equal(signalCorrelation(padded), signalCorrelation(full));
  assert.deepEqual(halvesOfTrials(padded).slice(0, 3), halvesOfTrials(full).slice(0, 3));
  assert.deepEqual(completeTrials(padded), full);
});

test('the signal power has no bias, wherever trials are missing and whatever their noise is', () => {
  const { normal } = createRandom(1, 'test/missing trials');
  const [count, stimuli, cells] = [6, 12, 3000]; // every "neuron" is one more draw of the same signal
  const signal = Array.from({ length: stimuli }, (_, image) => image % 4);
  const variance = signal.reduce((sum, value) => sum + (value - 1.5) ** 2, 0) / (stimuli - 1);
  // Images with a strong signal are noisier and were shown less often.
  const draws = ndArray(
    [count, stimuli, cells],
    Float32Array.from({ length: count * stimuli * cells }, (_, entry) => {
      const image = Math.floor(entry / cells) % stimuli;
      const trial = Math.floor(entry / (cells * stimuli));
      return trial >= 6 - signal[image] ? NaN : signal[image] + (1 + signal[image]) * normal();
    }),
  );
  const { signalPower } = noiseCeiling(draws);
  const estimate = signalPower.reduce((sum, value) => sum + value, 0) / cells;
  assert.ok(Math.abs(estimate - variance) < 0.1, `${estimate} ${variance}`); // standard error .02
});

test('halves have equally many trials of each image; an image with one trial is left out', () => {
  // Two images of one neuron: shown at the trials 0, 2 and 4; and once.
  const shown = ndArray([5, 2, 1], Float32Array.of(1, 9, NaN, NaN, 3, NaN, NaN, NaN, 8, NaN));
  assert.deepEqual(
    halvesOfTrials(shown).map((halves) => halves.map(({ shape, values }) => [shape, [...values]])),
    [
      [
        [[1, 1], [1]],
        [[1, 1], [5.5]],
      ],
      [
        [[1, 1], [1]],
        [[1, 1], [5.5]],
      ],
      [
        [[1, 1], [3]],
        [[1, 1], [4.5]],
      ],
    ],
  );
});

test('with missing trials the split-half ceilings stay near those of all trials', () => {
  const [count, stimuli, cells] = [8, 40, 30];
  const truth = sequence(stimuli * cells, 0.11);
  const all = ndArray(
    [count, stimuli, cells],
    sequence(count * stimuli * cells, 0.13).map(
      (value, entry) => truth[entry % (stimuli * cells)] + value,
    ),
  );
  // Every second image was shown six times instead of eight.
  const some = ndArray(
    all.shape,
    all.values.map((value, entry) =>
      entry >= 6 * stimuli * cells && Math.floor(entry / cells) % 2 === 0 ? NaN : value,
    ),
  );
  for (const similarity of [rsa, linearCka])
    closeTo(
      splitHalfCeiling(some, similarity).upper,
      splitHalfCeiling(all, similarity).upper,
      0.02,
    );
});

test('complete trials: the first ones of every image, as many as all have', () => {
  const shown = (values: readonly number[]): NdArray =>
    ndArray([3, 2, 1], Float32Array.from(values));
  const someMissing = shown([1, NaN, 2, 5, 3, 6]);
  assert.deepEqual(completeTrials(someMissing), ndArray([2, 2, 1], Float32Array.of(1, 5, 2, 6)));
  assert.equal(completeTrials(full), full);
  assert.equal(completeTrials(undefined), undefined);
  assert.equal(completeTrials(shown([1, NaN, 2, NaN, 3, 6])), undefined);
  // A trial in which one neuron was lost is not complete.
  assert.equal(completeTrials(takeRows(trials, [0, 1, 4])), undefined);
});

test('a neuron without two images that were shown twice has no ceiling', () => {
  const once = ndArray([2, 3, 1], Float32Array.of(1, 2, 3, 4, NaN, NaN));
  assert.throws(() => noiseCeiling(once), UserError);
  assert.throws(
    () => explainableVarianceExplained(ndArray([3, 1], new Float32Array(3)), once),
    UserError,
  );
});
