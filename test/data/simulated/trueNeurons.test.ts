import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UserError } from '../../../src/errors';
import { gratings } from '../../../src/data/gratings';
import { column, ndArray, rowView } from '../../../src/data/ndArray';
import type { RegionData } from '../../../src/data/region';
import { resizeImages } from '../../../src/data/resize';
import { regionParameters } from '../../../src/data/simulated/regionParameters';
import { receptiveField } from '../../../src/data/simulated/receptiveField';
import {
  simulatedNeuron,
  simulateRegion,
  trueNeurons,
} from '../../../src/data/simulated/simulateRegion';
import { pearsonCorrelation } from '../../../src/metrics/responseScores';
import { tinyRegion } from '../../tinyRegion';

/** A region of 12 neurons as a notebook holds it, of a simulation with this seed. */
function simulated(seed: number): { region: RegionData; testPixels: Uint8Array } {
  const { testPixels, truth } = simulateRegion(
    { ...regionParameters[2], trainingImages: 60, neurons: 12 },
    seed,
  );
  return { region: { ...tinyRegion(), region: 3, truth }, testPixels };
}

const { region, testPixels } = simulated(1);
const respond = trueNeurons(region);
const test31 = ndArray(
  [50, 31, 31],
  Float32Array.from(testPixels, (pixel) => pixel / 127.5 - 1),
);

test('the neurons give the rates that the simulation wrote down', () => {
  const rates = respond(test31);
  assert.deepEqual(rates.shape, [50, 12]);
  rates.values.forEach((rate, index) =>
    assert.ok(Math.abs(rate - region.truth!.testRates.values[index]) < 1e-4),
  );
});

test('for images of 32 pixels a side they are the same but for a little blur', () => {
  const enlarged = ndArray(
    [50, 32, 32, 1],
    Float32Array.from(resizeImages(Float64Array.from(test31.values), 50, 31)),
  );
  const rates = respond(enlarged);
  for (let neuron = 0; neuron < 12; neuron++) {
    if (region.truth!.cellTypes[neuron] === 'unresponsive') continue;
    assert.ok(
      pearsonCorrelation(column(rates, neuron), column(region.truth!.testRates, neuron)) > 0.98,
    );
  }
});

test('complex cells mind the phase of their best grating less than simple cells', () => {
  const modulation = (neuron: number): number => {
    const centre = [
      ...region.truth!.receptiveFieldCentres.values.subarray(2 * neuron, 2 * neuron + 2),
    ].map((place) => ((place + 0.5) * 32) / 31 - 0.5);
    const shown = Array.from({ length: 72 }, (_, index) => ({
      orientation: 30 * Math.floor(index / 12),
      frequency: 4,
      phase: 30 * (index % 12),
      centre: [centre[0], centre[1]] as const,
    }));
    const rates = column(respond(gratings(shown, 31)), neuron);
    const best = 12 * Math.floor(rates.indexOf(Math.max(...rates)) / 12);
    const ofBest = rates.slice(best, best + 12);
    return Math.max(...ofBest) - Math.min(...ofBest);
  };
  const mean = (type: string): number => {
    const some = region.truth!.cellTypes.flatMap((kind, neuron) =>
      kind === type
        ? [
            modulation(neuron) /
              region.truth!.trainingRates.values.reduce(
                (sum, rate, index) => (index % 12 === neuron ? sum + rate / 60 : sum),
                0,
              ),
          ]
        : [],
    );
    return some.reduce((sum, value) => sum + value / some.length, 0);
  };
  assert.ok(region.truth!.cellTypes.includes('complex'));
  assert.ok(mean('complex') < 0.7 * mean('simple'), `${mean('complex')} and ${mean('simple')}`);
});

test('with the context held, a response follows the receptive field alone: the share of the variance that is its own', () => {
  const held = trueNeurons(region, { holdsContext: true })(test31);
  const { testRates, cellTypes } = region.truth!;
  cellTypes.forEach((type, neuron) => {
    if (type === 'unresponsive') return;
    const [own, whole] = [column(held, neuron), column(testRates, neuron)];
    assert.ok(own.some((rate, image) => Math.abs(rate - whole[image]) > 1e-3));
    assert.ok(pearsonCorrelation(own, whole) > 0.5);
  });
  // Without stripes in its field nothing is left that an image could change.
  const grey = trueNeurons(region, { holdsContext: true })(
    ndArray([1, 31, 31], new Float32Array(961)),
  );
  held.values.forEach((rate, index) => assert.ok(rate >= grey.values[index % 12] - 1e-4));
});

test('recordings, and a simulation of another seed, have no neurons to ask', () => {
  assert.throws(() => trueNeurons(tinyRegion()), UserError);
  assert.throws(() => trueNeurons(simulated(2).region), /another seed/);
});

test('the numbers of a neuron make the receptive field and the mean rate that the simulation wrote down', () => {
  const { trainingRates, receptiveFields, cellTypes } = region.truth!;
  for (let neuron = 0; neuron < 12; neuron++) {
    const { type, tuning, meanRate } = simulatedNeuron(region, neuron);
    const rates = column(trainingRates, neuron);
    const mean = rates.reduce((sum, rate) => sum + rate / rates.length, 0);
    assert.equal(type, cellTypes[neuron]);
    assert.ok(Math.abs(mean - meanRate) < 1e-5);
    assert.deepEqual(
      Float32Array.from(receptiveField(tuning).quadrature[0]),
      rowView(receptiveFields, neuron),
    );
  }
});

test('a neuron that is not there, and one of another simulation, is refused in a sentence', () => {
  assert.throws(
    () => simulatedNeuron(region, 12),
    /no neuron with the index 12: .* has 12 neurons/,
  );
  assert.throws(() => simulatedNeuron(tinyRegion(), 0), UserError);
  assert.throws(() => simulatedNeuron(simulated(2).region, 0), /another seed/);
});
