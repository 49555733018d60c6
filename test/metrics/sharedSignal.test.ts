import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openDataset } from '../../src/data/dataset';
import { ndArray } from '../../src/data/ndArray';
import { participationRatio } from '../../src/metrics/dimensionality';
import { signalCorrelation } from '../../src/metrics/representationSimilarity';
import { recordedStatistics } from '../../src/paper/printed';
import { UserError } from '../../src/errors';
import oracle from '../oracles/sharedSignal.json';
import { sequence } from '../oracles/sequence';
import { sharedData } from '../sharedData';

const recordings = sharedData('antolik2016');
const skip = recordings ? false : 'recordings absent';
const [repeats, images, neurons] = [5, 20, 7];
const constantNeuron = 3;

/** The trials of test/oracles/sharedSignal.py. */
function oracleTrials(): Float32Array {
  const noise = sequence(repeats * images * neurons, 0.3);
  const common = sequence(images, 0.4);
  return noise.map((value, entry) =>
    entry % neurons === constantNeuron
      ? 0.5
      : Math.max(0, Math.fround(value + common[Math.floor(entry / neurons) % images])),
  );
}

test('signal correlation and participation ratio are those of SciPy and NumPy', () => {
  const values = oracleTrials();
  const means = Float32Array.from({ length: images * neurons }, (_, entry) => {
    let sum = 0;
    for (let trial = 0; trial < repeats; trial++) sum += values[trial * images * neurons + entry];
    return sum / repeats;
  });
  assert.ok(
    Math.abs(
      signalCorrelation(ndArray([repeats, images, neurons], values)) - oracle.signalCorrelation,
    ) < 1e-6,
  );
  assert.ok(
    Math.abs(
      participationRatio(ndArray([images, neurons], means)) / oracle.participationRatio - 1,
    ) < 1e-5,
  );
});

test('neurons that do the same are one dimension, unrelated ones as many as they are', () => {
  assert.ok(
    Math.abs(participationRatio(ndArray([3, 2], Float32Array.of(1, 2, 2, 4, 3, 6))) - 1) < 1e-6,
  );
  assert.ok(
    Math.abs(participationRatio(ndArray([4, 2], Float32Array.of(1, 1, 1, -1, -1, 1, -1, -1))) - 2) <
      1e-6,
  );
});

test('what neurons share within a trial only is no signal', () => {
  const [count, stimuli] = [10, 2000];
  const shared = sequence(count * stimuli, 0.7);
  const trials = Float32Array.from(
    { length: count * stimuli * 2 },
    (_, entry) => shared[Math.floor(entry / 2)],
  );
  // Standard error .02; within a trial it is 1.
  assert.ok(Math.abs(signalCorrelation(ndArray([count, stimuli, 2], trials))) < 0.1);
});

test('without repetitions, a second neuron or any variation there is neither', () => {
  assert.throws(() => signalCorrelation(ndArray([1, 3, 2], new Float32Array(6))), UserError);
  assert.throws(() => signalCorrelation(ndArray([2, 3, 1], new Float32Array(6))), UserError);
  assert.throws(() => participationRatio(ndArray([3, 2], new Float32Array(6))), UserError);
});

test('the recordings have the values that the simulation was matched to', { skip }, async () => {
  const dataset = await openDataset(recordings!, { requireTraining: false });
  const recorded = (name: string, region: number): number =>
    recordedStatistics.find(({ statistic }) => statistic === name)!.recorded[region - 1];
  for (const number of dataset.regions) {
    const { testTrials, testResponses } = await dataset.loadRegion(number);
    assert.ok(
      Math.abs(signalCorrelation(testTrials!) - recorded('signal correlation', number)) < 0.001,
    );
    assert.ok(
      Math.abs(participationRatio(testResponses) - recorded('participation ratio', number)) < 0.1,
    );
  }
});
