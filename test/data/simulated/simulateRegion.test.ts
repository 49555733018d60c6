import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { createRandom } from '../../../src/data/random';
import { calibratePopulation, drawPopulation } from '../../../src/data/simulated/population';
import { scatterTuning } from '../../../src/data/simulated/receptiveField';
import { regionParameters } from '../../../src/data/simulated/regionParameters';
import { drawTrial, simulateRegion } from '../../../src/data/simulated/simulateRegion';
import { signalCorrelation } from '../../../src/metrics/representationSimilarity';

const IMAGE_PIXELS = 961;
const small = { ...regionParameters[0], trainingImages: 40, neurons: 8 };
const simulated = simulateRegion(small, 1);
const mean = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((sum, value) => sum + value / values.length, 0);

test('golden: the default seed gives the images and responses that results were recorded for', () => {
  // A difference here means that SIMULATION_VERSION has to be raised and every committed record
  // made again.
  const { trainingPixels, testPixels, trainingResponses, testTrials, truth } = simulated;
  assert.equal(
    createHash('sha256').update(trainingPixels).update(testPixels).digest('hex'),
    'e9583cad2e2cacae0b059e791b09a3c96d7b514fa20812efdf0f7239fdda3c6c',
  );
  const golden = [
    [trainingResponses.values, [0, 0, 0, 0.3468464, 0, 0.71342069, 0.37478518, 0]],
    [
      testTrials.values,
      [6.2030578, 5.8934183, 0, 0.68044055, 0, 0.66707307, 0.20227773, 0.97407818],
    ],
    [
      truth.testRates.values,
      [
        1.9989831, 0.91083074, 0.0030915148, 0.3122485, 0.18273002, 0.6658709, 0.037615374,
        0.87483478,
      ],
    ],
  ] as const;
  for (const [values, expected] of golden) {
    expected.forEach((value, index) =>
      assert.ok(Math.abs(values[index] - value) < 1e-6, `${values[index]} instead of ${value}`),
    );
  }
  assert.deepEqual(truth.cellTypes, [
    'simple',
    'simple',
    'simple',
    'complex',
    'simple',
    'simple',
    'simple',
    'complex',
  ]);
});

test('golden: sums over all three regions', () => {
  const golden = [
    [4728817, 5850925, 179.396492, 2857.822435],
    [4785257, 5850925, 176.943077, 2491.701375],
    [4904615, 6078717, 228.586879, 3502.454996],
  ];
  const sum = (values: ArrayLike<number>): number => mean(values) * values.length;
  for (const [index, expected] of golden.entries()) {
    const { trainingPixels, testPixels, trainingResponses, testTrials } = simulateRegion(
      { ...regionParameters[index], trainingImages: 40, neurons: 8 },
      1,
    );
    [trainingPixels, testPixels, trainingResponses.values, testTrials.values].forEach(
      (values, which) => {
        assert.ok(
          Math.abs(sum(values) / expected[which] - 1) < 1e-6,
          `region ${index + 1}: ${sum(values)} instead of ${expected[which]}`,
        );
      },
    );
  }
});

test('shapes, and responses that mean what they should', () => {
  assert.equal(simulated.trainingPixels.length, 40 * IMAGE_PIXELS);
  assert.equal(simulated.testPixels.length, 50 * IMAGE_PIXELS);
  assert.deepEqual(simulated.trainingResponses.shape, [40, 8]);
  assert.deepEqual(simulated.testTrials.shape, [10, 50, 8]);
  assert.deepEqual(simulated.truth.receptiveFields.shape, [8, 31, 31]);
  assert.deepEqual(simulated.truth.receptiveFieldCentres.shape, [8, 2]);
  assert.ok(simulated.testTrials.values.every((response) => response >= 0));
  assert.ok(simulated.truth.testRates.values.every((rate) => rate >= 0));
  simulated.testResponses.values.forEach((response, entry) => {
    const trials = Array.from(
      { length: 10 },
      (_, trial) => simulated.testTrials.values[trial * 400 + entry],
    );
    assert.ok(Math.abs(response - mean(trials)) < 1e-5);
  });
});

test('regions 1 and 2 share their test images, region 3 and other seeds do not', () => {
  const tiny = (region: number, seed: number): Uint8Array =>
    simulateRegion({ ...regionParameters[region - 1], trainingImages: 2, neurons: 1 }, seed)
      .testPixels;
  assert.deepEqual(tiny(2, 1), simulated.testPixels);
  assert.notDeepEqual(tiny(3, 1), simulated.testPixels);
  assert.notDeepEqual(tiny(1, 2), simulated.testPixels);
});

test('trials scatter around the rate, with the stated share of zeros', () => {
  const style = regionParameters[0].population;
  const rates = { shape: [40_000], values: new Float32Array(40_000).fill(0.6) };
  const responses = drawTrial(createRandom(5, 'gamma'), rates, style).values;
  assert.ok(Math.abs(mean(responses) - 0.6) < 0.02); // standard error .005
  assert.ok(
    Math.abs(
      mean(responses.map((response) => Number(response === 0))) -
        Math.exp(-style.zeroDecay * Math.sqrt(0.6)),
    ) < 0.01,
  );
});

/** The images followed by their negatives. */
function invertedPair(pixels: Uint8Array): Uint8Array {
  return Uint8Array.from([...pixels, ...pixels.map((pixel) => 255 - pixel)]);
}

test('inverting contrast leaves complex cells alone and changes simple ones', () => {
  const neurons = drawPopulation(createRandom(3, 'neurons'), 20, {
    ...regionParameters[0].population,
    complexShare: 0.5,
    unresponsiveShare: 0,
  });
  const count = 40;
  const { values } = calibratePopulation(
    neurons,
    invertedPair(simulated.trainingPixels),
  ).trainingRates;
  assert.equal(neurons.filter((neuron) => neuron.type === 'complex').length, 10);
  neurons.forEach((neuron, index) => {
    let largest = 0;
    for (let image = 0; image < count; image++) {
      largest = Math.max(
        largest,
        Math.abs(values[image * 20 + index] - values[(image + count) * 20 + index]) /
          neuron.meanRate,
      );
    }
    if (neuron.type === 'complex') assert.ok(largest < 1e-4);
    else assert.ok(largest > 0.05);
  });
});

test('without scatter, the cells of a neighbourhood have one receptive field, and neighbourhoods have equal numbers', () => {
  const style = {
    ...regionParameters[0].population,
    neighbourhoods: 4,
    tuningScatter: 0,
    phaseScatter: 0,
  };
  const fields = drawPopulation(createRandom(3, 'neurons'), 20, style).map((neuron) =>
    neuron.receptiveField.quadrature[0].join(),
  );
  const sizes = [...new Set(fields)].map(
    (field) => fields.filter((other) => other === field).length,
  );
  assert.deepEqual(sizes, [5, 5, 5, 5]);
});

test('turned halfway, an orientation stays between its neighbourhood and itself, the shorter way round', () => {
  const tuning = {
    centre: [10, 20],
    width: 2,
    length: 3,
    wavelength: 6,
    orientation: 0.1,
    phase: 6,
  } as const;
  const halfway = scatterTuning(
    tuning,
    { ...tuning, centre: [14, 20], width: 3, orientation: Math.PI - 0.1, phase: 0.2 },
    0.5,
    0.25,
  );
  assert.deepEqual(halfway.centre, [12, 20]);
  assert.equal(halfway.width, 2.5);
  assert.ok(Math.abs(halfway.orientation) < 1e-12);
  assert.ok(Math.abs(halfway.phase - (6 + 0.25 * (2 * Math.PI - 5.8))) < 1e-12);
});

test('an input common to all cells makes them more alike', () => {
  const correlation = (regionInput: number): number => {
    const population = { ...regionParameters[0].population, regionInput };
    return signalCorrelation(
      simulateRegion({ ...regionParameters[0], trainingImages: 200, neurons: 30, population }, 1)
        .testTrials,
    );
  };
  assert.ok(correlation(0.4) > correlation(0) + 0.1);
});

test('mean rate and selectivity over the training images are those drawn for the neuron', () => {
  const neurons = drawPopulation(createRandom(3, 'neurons'), 10, {
    ...regionParameters[0].population,
    unresponsiveShare: 0.2,
    selectivityQuantiles: [0.2, 0.4],
  });
  const { trainingRates } = calibratePopulation(neurons, simulated.trainingPixels);
  neurons.forEach((neuron, index) => {
    const rates = trainingRates.values.filter((_, entry) => entry % 10 === index);
    const deviation = Math.sqrt(mean(rates.map((rate) => (rate - mean(rates)) ** 2)));
    assert.ok(Math.abs(mean(rates) - neuron.meanRate) < 1e-4);
    assert.ok(Math.abs(deviation / mean(rates) - neuron.selectivity) < 1e-3);
  });
  assert.equal(neurons.filter((neuron) => neuron.type === 'unresponsive').length, 2);
});

test('receptive fields ignore uniform light and lie around their centres', () => {
  const { receptiveFields, receptiveFieldCentres } = simulated.truth;
  for (let neuron = 0; neuron < 8; neuron++) {
    const field = receptiveFields.values.subarray(
      neuron * IMAGE_PIXELS,
      (neuron + 1) * IMAGE_PIXELS,
    );
    const [row, column] = receptiveFieldCentres.values.subarray(2 * neuron);
    let [weight, rows, columns] = [0, 0, 0];
    field.forEach((value, pixel) => {
      weight += value * value;
      rows += value * value * Math.floor(pixel / 31);
      columns += value * value * (pixel % 31);
    });
    assert.ok(Math.abs(mean(field)) < 1e-6);
    // Odd phases and the image's border move the centre of mass a little.
    assert.ok(Math.hypot(rows / weight - row, columns / weight - column) < 2.5);
  }
});
