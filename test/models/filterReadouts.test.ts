import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tf } from '../../src/backend/tensorflow';
import { uploadTensors } from '../../src/backend/tensorTransfer';
import { ndArray, rowView } from '../../src/data/ndArray';
import { createRandom } from '../../src/data/random';
import type { RegionData } from '../../src/data/region';
import { UserError } from '../../src/errors';
import { pearsonPerNeuron } from '../../src/metrics/responseScores';
import { cascadeReadout, energyReadout, perceptronReadout } from '../../src/models/filterReadouts';
import { createForwardPass } from '../../src/models/forwardPass';
import { createImageNetwork } from '../../src/models/network';
import { applyNetwork } from '../../src/training/evaluate';
import { trainNetwork } from '../../src/training/train';
import { closeTo } from '../closeTo';
import { placeholderNeurons } from '../placeholderNeurons';
import { tinyHyperparameters } from '../tinyRegion';
import { noiseImages } from '../baselines/smallRegion';

const images = noiseImages(1, 1200);
const random = createRandom(4, 'test/filters');
const filters = [0, 1].map(() =>
  Float32Array.from({ length: 36 }, (_, pixel) => (pixel % 6 < 3 ? random.normal() : 0)),
);
const softplus = (value: number): number => Math.log1p(Math.exp(value));
const drives = Array.from({ length: 1200 }, (_, image) =>
  filters.map((filter) =>
    filter.reduce((sum, weight, pixel) => sum + weight * rowView(images, image)[pixel], 0),
  ),
);
// A simple cell, and a complex one that answers to both contrasts alike.
const rates = ndArray(
  [1200, 2],
  Float32Array.from(
    drives.flatMap(([first, second]) => [softplus(first), 0.3 * (first ** 2 + second ** 2)]),
  ),
);
const rows = (matrix: typeof rates, from: number, to: number): typeof rates =>
  ndArray(
    [to - from, ...matrix.shape.slice(1)],
    matrix.values.slice((from * matrix.values.length) / 1200, (to * matrix.values.length) / 1200),
  );
const region: RegionData = {
  dataset: { name: 'cells', kind: 'simulated', fingerprint: '' },
  region: 1,
  trainingImages: rows(images, 0, 1100),
  trainingResponses: rows(rates, 0, 1100),
  testImages: rows(images, 1100, 1200),
  testResponses: rows(rates, 1100, 1200),
  testTrials: undefined,
  responseScale: 1,
  truth: undefined,
};
const models = {
  'LN-LN': cascadeReadout(region.trainingImages),
  energy: energyReadout(region.trainingImages),
  MLP: perceptronReadout(region.trainingImages, 32),
};

for (const [name, readout] of Object.entries(models)) {
  test(`${name} learns what it can express: ${name === 'energy' ? 'the complex cell only' : 'both cells'}`, async () => {
    const before = tf.memory().numTensors;
    const hyperparameters = {
      ...tinyHyperparameters,
      alpha: 0,
      beta: 1,
      activationSparsity: 0,
      readoutSparsity: 1e-3,
      batchSize: 128,
      validationInterval: 50,
      patience: 500,
      maxSteps: 600,
      learningRate: 0.02,
    };
    const result = await trainNetwork(
      createImageNetwork(readout),
      { task: 'NRS', seed: 1, hyperparameters },
      region,
    );
    if (result.status === 'failed') assert.fail(result.reason);
    assert.equal(tf.memory().numTensors, before);
    const [simple, complex] = pearsonPerNeuron(result.predictions!, region.testResponses).pcc;
    assert.ok(complex > 0.8, `complex ${complex}`);
    assert.ok(name === 'energy' ? simple < 0.4 : simple > 0.9, `simple ${simple}`);
  });
}

test('a sparse layer, which there is none of, is refused in one sentence', async () => {
  const network = createImageNetwork(models.energy);
  await assert.rejects(
    trainNetwork(
      network,
      {
        task: 'NRS',
        seed: 1,
        hyperparameters: { ...tinyHyperparameters, alpha: 0, activationSparsity: 1 },
      },
      region,
    ),
    UserError,
  );
});

test('the predictions are their formulas', () => {
  const shown = rows(images, 0, 3);
  for (const [name, readout] of Object.entries(models)) {
    const network = createImageNetwork(readout);
    const { initial } = network.initialise(placeholderNeurons(2), 3);
    for (const part of ['offsets', 'readout/bias'])
      if (initial[part])
        initial[part].values.forEach((_, index, all) => (all[index] = 0.1 * index - 0.2));
    const { predictions } = applyNetwork(network, initial, shown);
    const count = initial['filters'].shape[1];
    const [mean, deviation] = [initial['input/mean'].values, initial['input/deviation'].values];
    for (let image = 0; image < 3; image++) {
      const z = Array.from(
        rowView(shown, image),
        (value, pixel) => (value - mean[pixel]) / deviation[pixel],
      );
      const answers = Array.from({ length: count }, (_, filter) =>
        z.reduce(
          (sum, value, pixel) => sum + value * initial['filters'].values[pixel * count + filter],
          0,
        ),
      );
      const shifted = answers.map(
        (answer, filter) => answer + (initial['offsets']?.values[filter] ?? 0),
      );
      for (const neuron of [0, 1]) {
        const own = (filter: number): boolean => Math.floor(filter / (count / 2)) === neuron;
        const terms: Record<string, (answer: number, filter: number) => number> = {
          'LN-LN': (_, filter) =>
            own(filter) ? softplus(shifted[filter]) * initial['readout/weights'].values[filter] : 0,
          energy: (answer, filter) => (own(filter) ? answer ** 2 : 0),
          MLP: (_, filter) =>
            (shifted[filter] > 0 ? shifted[filter] : Math.expm1(shifted[filter])) *
            initial['readout/weights'].values[filter * 2 + neuron],
        };
        const drive = answers.reduce(
          (sum, answer, filter) => sum + terms[name](answer, filter),
          initial['readout/bias'].values[neuron],
        );
        closeTo(predictions!.values[image * 2 + neuron], softplus(drive), 1e-5);
      }
    }
  }
});

test('the penalty is the squared norm of filters and of their steps from pixel to pixel', () => {
  const ramp = Float32Array.from({ length: 36 }, (_, pixel) => pixel % 6);
  const parameters = uploadTensors({ filters: ndArray([36, 1], ramp) });
  const penalty = energyReadout(images).penalty(createForwardPass(parameters, true));
  closeTo(penalty.dataSync()[0], 6 * (0 + 1 + 4 + 9 + 16 + 25) + 6 * 5, 1e-3);
  tf.dispose([parameters, penalty]);
});
