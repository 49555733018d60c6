import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createParameterStore } from '../../src/backend/parameterStore';
import type { NamedTensors } from '../../src/backend/variables';
import { tf } from '../../src/backend/tensorflow';
import { ndArray, sizeOf, type NdArray } from '../../src/data/ndArray';
import { createForwardPass } from '../../src/models/forwardPass';
import { createImageNetwork } from '../../src/models/network';
import { klindtLayers, klindtPreset, klindtReadout } from '../../src/baselines/klindt';
import { trainNetwork } from '../../src/training/train';
import { trainingStep } from '../../src/training/trainingStep';
import { closeTo } from '../closeTo';
import { allClose, sameAsSummary, type ArraySummary } from '../oracles/arraySummary';
import { oracleImages, oracleNeurons, oracleObserved } from '../oracles/modelInputs';
import { sequence } from '../oracles/sequence';
import oracle from '../oracles/torchKlindt.json';
import { placeholderNeurons } from '../placeholderNeurons';
import { tinyHyperparameters, tinyRegion } from '../tinyRegion';

const tolerance = 1e-4;
const trainingImages = ndArray([7, 32, 32, 1], sequence(7 * 1024, 4));
const readout = klindtReadout(trainingImages);
const network = createImageNetwork(readout);
const { initial, trainable } = network.initialise(placeholderNeurons(oracleNeurons), 1);

/**
 * As `numbers` in test/oracles/torchKlindt.py; the z-score and the fixed scale are the network's
 * own.
 */
function oracleParameter(name: string, { shape }: NdArray): NdArray {
  const phase =
    [...name].reduce((sum, letter, position) => sum + (position + 1) * letter.codePointAt(0)!, 0) /
    1000;
  return ndArray(
    shape,
    sequence(sizeOf(shape), phase).map((value) =>
      name.endsWith('/variance') ? 1 + 0.5 * value : 0.1 * value,
    ),
  );
}

const isOwn = (name: string): boolean => name.startsWith('input/') || name.endsWith('/scale');
const parameters = Object.fromEntries(
  Object.entries(initial).map(([name, value]) => [
    name,
    isOwn(name) ? value : oracleParameter(name, value),
  ]),
);
const upload = ({ shape, values }: NdArray): tf.Tensor => tf.tensor(values.slice(), [...shape]);
const images = upload(oracleImages) as tf.Tensor4D;
const observed = upload(oracleObserved) as tf.Tensor2D;

test("Klindt's weights and protocol are the published ones", () => {
  const { smoothness, groupSparsity, readoutSparsity } = klindtPreset;
  assert.deepEqual({ smoothness, groupSparsity, readoutSparsity }, oracle.weights);
  assert.deepEqual(initial['klindt1/kernel'].shape, [13, 13, 1, 48]);
  assert.deepEqual(
    [initial['klindt2/kernel'].shape, initial['klindt3/kernel'].shape],
    [
      [3, 3, 48, 48],
      [3, 3, 48, 48],
    ],
  );
  assert.ok(
    initial['klindt1/kernel'].values.every((value) => Math.abs(value) <= 0.02),
    'truncated at two deviations',
  );
});

for (const mode of ['inference', 'training'] as const) {
  test(`in ${mode} every layer and the responses are those of PyTorch ${oracle.versions.torch}`, () => {
    tf.tidy(() => {
      const tensors = Object.fromEntries(
        Object.entries(parameters).map(([name, value]) => [name, upload(value)]),
      );
      const pass = createForwardPass(tensors, mode === 'training');
      const layers = klindtLayers(pass, images);
      assert.equal(layers.length, 3);
      layers.forEach((layer, index) => {
        assert.deepEqual(layer.shape, [4, 20, 20, 48]);
        sameAsSummary(
          `layer ${index + 1}`,
          layer.dataSync(),
          oracle[mode].layers[index],
          tolerance,
        );
      });
      allClose(
        network.evaluate(pass, images).responses!.dataSync(),
        oracle[mode].responses,
        tolerance,
      );
    });
  });
}

test('penalty, loss and every gradient are those of PyTorch', () => {
  tf.tidy(() => {
    const tensors = Object.fromEntries(
      Object.entries(parameters).map(([name, value]) => [name, upload(value)]),
    );
    for (const part of ['smoothness', 'groupSparsity', 'readoutSparsity'] as const) {
      const nothing = { smoothness: 0, groupSparsity: 0, readoutSparsity: 0 };
      const one = klindtReadout(trainingImages, { ...nothing, [part]: 1 })
        .penalty(createForwardPass(tensors, true))
        .dataSync()[0];
      closeTo(one / oracle.penalty[part], 1, tolerance);
    }
  });
  const store = createParameterStore(parameters, trainable);
  const gradients: Record<string, ArrayLike<number>> = {};
  const watched = {
    ...store,
    applyAdam: (values: NamedTensors) =>
      Object.entries(values).forEach(
        ([name, gradient]) => (gradients[name] = Float32Array.from(gradient.dataSync())),
      ),
  };
  const hyperparameters = { ...tinyHyperparameters, ...oracle.hyperparameters };
  const loss = trainingStep(
    network,
    watched,
    { images, responses: observed },
    hyperparameters,
    0.001,
  );
  closeTo(loss.dataSync()[0] / oracle.loss, 1, tolerance);
  const expected: Readonly<Record<string, ArraySummary>> = oracle.gradients;
  assert.deepEqual(Object.keys(gradients).sort(), Object.keys(expected).sort());
  for (const [name, gradient] of Object.entries(expected)) {
    sameAsSummary(
      `gradient of ${name}`,
      gradients[name],
      gradient,
      (2e-3 * gradient.norm) / Math.sqrt(gradients[name].length),
    );
  }
  store.dispose();
  loss.dispose();
});

test('trained by its own protocol: three rates, best weights; pixels that never vary are no hindrance; no tensor is left', async () => {
  const region = tinyRegion();
  const small = createImageNetwork(klindtReadout(region.trainingImages, { channels: 2 }));
  const hyperparameters = {
    ...tinyHyperparameters,
    alpha: 0,
    activationSparsity: 0,
    readoutSparsity: 1,
    patience: 1,
    validationInterval: 1,
    maxSteps: 400,
  };
  const before = tf.memory().numTensors;
  const result = await trainNetwork(small, { task: 'NRS', seed: 1, hyperparameters }, region, {
    learningRates: klindtPreset.learningRates,
  });
  assert.equal(tf.memory().numTensors, before);
  assert.deepEqual(
    result.stages.map(({ learningRate }) => learningRate),
    klindtPreset.learningRates,
  );
  const { values } = result.predict!(region.testImages);
  assert.ok(values.every((value) => Number.isFinite(value) && value >= 0));
  const flat = ndArray([2, 32, 32, 1], new Float32Array(2048).fill(0.5));
  assert.ok(
    createImageNetwork(klindtReadout(flat))
      .initialise(placeholderNeurons(1), 1)
      .initial['input/deviation'].values.every((value) => value === 1),
  );
});
