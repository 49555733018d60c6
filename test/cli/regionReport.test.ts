import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reportRegion } from '../../src/cli/regionReport';
import { ndArray, takeColumns, takeRows, type NdArray } from '../../src/data/ndArray';
import { createRandom } from '../../src/data/random';
import type { RegionData } from '../../src/data/region';
import { tinyRegion } from '../tinyRegion';

const [repeats, images, neurons] = [8, 12, 12];
const plain = tinyRegion({ images: 100, neurons, testImages: images });
const { poisson } = createRandom(1, 'test/region report');
/** Counts whose mean follows the noise-free responses. */
const trials = ndArray(
  [repeats, images, neurons],
  Float32Array.from({ length: repeats * images * neurons }, (_, entry) =>
    poisson(1 + 8 * plain.testResponses.values[entry % (images * neurons)]),
  ),
);
const good: RegionData = {
  ...plain,
  trainingResponses: changed(plain.trainingResponses, (value) => 1 + 8 * value),
  testResponses: changed(plain.testResponses, (value) => 1 + 8 * value),
  testTrials: trials,
  pixels: { low: 0, high: 255, clipped: 0 },
};

function changed(
  { shape, values }: NdArray,
  change: (value: number, entry: number) => number,
): NdArray {
  return ndArray(shape, values.map(change));
}

test('an ordinary region has facts only', () => {
  const { facts, unusual, leftOut } = reportRegion(good);
  assert.deepEqual([unusual, leftOut], [[], []]);
  assert.equal(facts[0], 'region 1: 12 neurons, 100 training images, 12 test images, 8 trials');
  assert.match(
    facts[1],
    /^pixels: 0 to 255 in the files, -1 to 1 for models; mean contrast 0\.\d+$/,
  );
  assert.match(
    facts[2],
    /^responses: mean \d[\d.]* in the files, zeros 0\.0 %; for models as they are$/,
  );
  assert.match(facts[3], /^noise ceiling: mean CCmax 0\.\d+; \d+ of 12 neurons/);
});

test('words are those of the data set, and the unit of responses is told', () => {
  const description = { unit: 'session', stimuli: 'photographs', responses: 'spike counts' };
  const { facts } = reportRegion({
    ...good,
    dataset: { ...good.dataset, description },
    responseScale: 1000,
  });
  assert.match(facts[0], /^session 1: /);
  assert.match(
    facts[2],
    /^spike counts: mean \d+ in the files, .*; for models divided by 1000, so that the mean is 1$/,
  );
});

test('what may be a mistake is named', () => {
  const cases: [RegExp, Partial<RegionData>][] = [
    [/^3 pixels outside 0 to 1.*clipped/, { pixels: { low: 0, high: 1, clipped: 3 } }],
    [
      /hardly any contrast/,
      { testImages: changed(good.testImages, (value) => -1 + 0.004 * (value + 1)) },
    ],
    [
      /^only 50 of the 100 training images differ; rows of one image stay together/,
      {
        trainingImages: takeRows(
          good.trainingImages,
          Array.from({ length: 100 }, (_, row) => row % 50),
        ),
      },
    ],
    [
      /^only 11 of the 12 test images differ/,
      { testImages: takeRows(good.testImages, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 10]) },
    ],
    [
      /^test responses are \d+(\.\d+)? times the training responses/,
      { testResponses: changed(good.testResponses, (value) => 10 * value) },
    ],
    [
      /^test responses are 0\.\d+ times the training responses/,
      { testResponses: changed(good.testResponses, (value) => value / 10) },
    ],
    [
      /^in 6 trials of a test image no neuron responds: .* save NaN/,
      {
        testTrials: changed(trials, (value, entry) => (entry < 6 * neurons ? 0 : value)),
      },
    ],
    [
      /^the trials of 12 of 12 neurons hardly have more in common than noise/,
      { testTrials: changed(trials, (_, entry) => poisson(3 + 0 * entry)) },
    ],
  ];
  for (const [sentence, change] of cases) {
    const { unusual } = reportRegion({ ...good, ...change });
    assert.equal(unusual.length, 1, unusual.join('\n'));
    assert.match(unusual[0], sentence);
  }
});

test('trials that were not shown are nothing unusual', () => {
  const testTrials = changed(trials, (value, entry) =>
    entry < 2 * images * neurons && Math.floor(entry / neurons) % 2 === 0 ? NaN : value,
  );
  const { facts, unusual, leftOut } = reportRegion({ ...good, testTrials });
  assert.deepEqual([unusual, leftOut], [[], []]);
  assert.match(facts[0], /6 to 8 trials$/);
});

test('parts that need more than the region has are named with what they need', () => {
  const few = (region: RegionData, kept: readonly number[]): RegionData => ({
    ...region,
    trainingResponses: takeColumns(region.trainingResponses, kept),
    testResponses: takeColumns(region.testResponses, kept),
    testTrials: undefined,
  });
  const needs = (region: RegionData): string[] =>
    reportRegion(region).leftOut.map((sentence) => sentence.replace(/^.*: needs /, ''));
  assert.deepEqual(needs({ ...good, testTrials: undefined }), ['repeated trials']);
  assert.deepEqual(needs(few(good, [0])), ['repeated trials', 'two neurons', 'ten neurons']);
  assert.deepEqual(needs(few(good, [0, 1])), ['repeated trials', 'ten neurons']);
  const three = [0, 1, 2];
  assert.deepEqual(
    needs({
      ...good,
      testImages: takeRows(good.testImages, three),
      testResponses: takeRows(good.testResponses, three),
      testTrials: undefined,
    }),
    ['repeated trials', 'four test images'],
  );
  assert.deepEqual(
    needs({ ...good, trainingImages: takeRows(good.trainingImages, [...Array(20).keys()]) }),
    ['sixteen validation images, a fifth of the training images'],
  );
  const none = { shape: [0, 32, 32, 1], values: new Float32Array(0) };
  assert.deepEqual(needs({ ...good, trainingImages: none }), ['training images']);
});
