import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { ndArray, type NdArray } from '../../src/data/ndArray';
import { createRandom } from '../../src/data/random';
import { UserError } from '../../src/errors';
import { noiseCeiling } from '../../src/metrics/noiseCeiling';
import { sharedData } from '../sharedData';

/** Little-endian float64 .npy, read without the library so that this test stands alone. */
function readDoubles(file: string): NdArray {
  const bytes = readFileSync(file);
  const header = bytes.subarray(10, 10 + bytes.readUInt16LE(8)).toString('latin1');
  const shape = /'shape': \(([^)]*)\)/
    .exec(header)![1]
    .split(',')
    .filter((part) => part.trim())
    .map(Number);
  const start = 10 + bytes.readUInt16LE(8);
  const values = Float32Array.from({ length: (bytes.length - start) / 8 }, (_, index) =>
    bytes.readDoubleLE(start + 8 * index),
  );
  return ndArray(shape, values);
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
};

test('noise-free trials can be predicted perfectly, unrelated trials not at all', () => {
  // Neuron 0 repeats itself; neuron 1 answers the second trial in reverse order.
  const ceiling = noiseCeiling(
    ndArray([2, 3, 2], Float32Array.of(1, 1, 2, 2, 4, 3, 1, 3, 2, 2, 4, 1)),
  );
  assert.ok(Math.abs(ceiling.correlationCeiling[0] - 1) < 1e-12);
  assert.ok(Math.abs(ceiling.explainableFraction[0] - 1) < 1e-12);
  assert.ok(ceiling.signalPower[1] < 0);
  assert.equal(ceiling.correlationCeiling[1], 0);
  assert.equal(ceiling.neuronsWithoutSignal, 1);
});

test('two trials, by hand', () => {
  // Trials (0, 2, 4) and (0, 4, 2): variances 4 and 4; sums (0, 6, 6): variance 12; SP = (12 - 8) /
  // 2 = 2.
  const ceiling = noiseCeiling(ndArray([2, 3, 1], Float32Array.of(0, 2, 4, 0, 4, 2)));
  assert.ok(Math.abs(ceiling.signalPower[0] - 2) < 1e-12);
  assert.ok(Math.abs(ceiling.correlationCeiling[0] - Math.sqrt(2 / 3)) < 1e-12);
  assert.ok(Math.abs(ceiling.explainableFraction[0] - 0.5) < 1e-12);
});

test('a silent neuron has no ceiling', () => {
  const ceiling = noiseCeiling(ndArray([2, 2, 1], new Float32Array(4)));
  assert.deepEqual(
    [ceiling.signalPower[0], ceiling.correlationCeiling[0], ceiling.explainableFraction[0]],
    [0, 0, 0],
  );
});

test('a ceiling is reliable where images differ by more than noise, in hardly any neuron by chance', () => {
  const { normal } = createRandom(1, 'test/reliable');
  const [repeats, images, neurons] = [8, 30, 400];
  const noise = Float32Array.from({ length: repeats * images * neurons }, normal);
  const { isReliable, correlationCeiling } = noiseCeiling(
    ndArray([repeats, images, neurons], noise),
  );
  // A quarter of such neurons has a ceiling above .2, which would divide a score by nothing.
  assert.ok(correlationCeiling.filter((ceiling) => ceiling > 0.2).length > neurons / 4);
  assert.equal(isReliable.filter(Boolean).length, 0);
  // Signal with a fifth of a trial's variance.
  const signal = Float32Array.from({ length: images }, () => normal() / 2);
  const answers = noise.map((value, entry) => value + signal[Math.floor(entry / neurons) % images]);
  const found = noiseCeiling(ndArray([repeats, images, neurons], answers)).isReliable;
  assert.ok(found.filter(Boolean).length > 0.95 * neurons);
  // Neurons that always answer alike, and those that never do.
  assert.deepEqual(
    noiseCeiling(ndArray([2, 3, 2], Float32Array.of(1, 0, 2, 0, 4, 0, 1, 0, 2, 0, 4, 0)))
      .isReliable,
    [true, false],
  );
});

test('a single trial is refused', () => {
  assert.throws(() => noiseCeiling(ndArray([1, 3, 1], new Float32Array(3))), UserError);
});

const recordings = sharedData('antolik2016');
test('the recordings of Antolik 2016 have the known ceilings', {
  skip: recordings ? false : 'recordings absent',
}, () => {
  // Oracle: NumPy 2, the formulas of Schoppe et al. with ddof 1.
  const known = [
    { region: 1, mean: 0.80849, median: 0.86185, low: 35 / 103, without: 1 },
    { region: 2, mean: 0.69656, median: 0.79319, low: 27 / 55, without: 3 },
    { region: 3, mean: 0.78403, median: 0.86548, low: 41 / 102, without: 2 },
  ];
  for (const expected of known) {
    const ceiling = noiseCeiling(
      readDoubles(path.join(recordings!, `region${expected.region}`, 'raw_validation_set.npy')),
    );
    assert.ok(Math.abs(mean(ceiling.correlationCeiling) - expected.mean) < 1e-5);
    assert.ok(Math.abs(median(ceiling.correlationCeiling) - expected.median) < 1e-5);
    assert.equal(
      mean(ceiling.explainableFraction.map((fraction) => (fraction < 0.15 ? 1 : 0))),
      expected.low,
    );
    assert.equal(ceiling.neuronsWithoutSignal, expected.without);
  }
});
