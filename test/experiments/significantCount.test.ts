import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ndArray } from '../../src/data/ndArray';
import { pearsonPerNeuron } from '../../src/metrics/pearsonPerNeuron';
import { resampledSignificantCount } from '../../src/experiments/significantCount';
import { criticalCorrelation, significantNeurons } from '../../src/metrics/significance';
import { closeTo } from '../closeTo';
import { sequence } from '../oracles/sequence';

const images = 50;
const neurons = 12;
const responses = ndArray([images, neurons], sequence(images * neurons, 1));
const mixed = (weight: number, phase: number) => {
  const other = sequence(images * neurons, phase);
  return ndArray([images, neurons], responses.values.map((value, index) => weight * value + (1 - weight) * other[index]));
};
const trainings = [mixed(0.3, 2), mixed(0.2, 3)];

test('critical correlations as in tables of r', () => {
  // 48, 8 and 1 degrees of freedom.
  closeTo(criticalCorrelation(50), 0.2787, 5e-5);
  closeTo(criticalCorrelation(50, { sides: 'one' }), 0.2353, 5e-5);
  closeTo(criticalCorrelation(10), 0.6319, 5e-5);
  closeTo(criticalCorrelation(3), 0.9969, 5e-5);
});

for (const sides of ['one', 'two'] as const) {
  test(`${sides}-sided: the count on drawn images and trainings is that of significantNeurons`, () => {
    const count = resampledSignificantCount(trainings, responses, { sides });
    const all = Array.from({ length: images }, (_, index) => index);
    const repeated = all.map((index) => (index * 7) % 31);
    for (const drawn of [all, repeated]) {
      const expected = trainings.map((predictions) => significantNeurons(pearsonPerNeuron(predictions, responses, drawn).pcc, images, { sides }).length);
      assert.notEqual(expected[0], expected[1]);
      assert.equal(count(drawn, [0]), expected[0]);
      assert.equal(count(drawn, [0, 1, 1]), (expected[0] + 2 * expected[1]) / 3);
    }
  });
}
