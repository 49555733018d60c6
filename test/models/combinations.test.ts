import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createParameterStore } from '../../src/backend/parameterStore';
import { tf } from '../../src/backend/tensorflow';
import { openDataset } from '../../src/data/dataset';
import { takeRows, type NdArray } from '../../src/data/ndArray';
import type { RegionData } from '../../src/data/region';
import {
  autoencoderNames,
  readoutNames,
  type AutoencoderName,
  type ModelName,
  type ReadoutName,
} from '../../src/models/modelName';
import { createNetwork } from '../../src/models/network';
import { placeholderNeurons } from '../placeholderNeurons';
import { createNoise } from '../../src/models/forwardPass';
import { train } from '../../src/training/train';
import { trainingStep } from '../../src/training/trainingStep';
import { withoutTestImages } from '../data/withoutTestImages';
import { sharedData } from '../sharedData';
import { tested, type Tested } from '../tested';
import { tinyHyperparameters, tinyRegion, tinyRequest } from '../tinyRegion';

const combinations: readonly [AutoencoderName, ReadoutName][] = autoencoderNames.flatMap(
  (autoencoder) =>
    readoutNames.map((readout): [AutoencoderName, ReadoutName] => [autoencoder, readout]),
);

async function trainBriefly(
  model: ModelName,
  region: RegionData,
  task: 'IR' | 'NRS' = 'IR',
): Promise<Tested> {
  const hyperparameters = { maxSteps: 3, validationInterval: 3, batchSize: 4 };
  const result = await train(tinyRequest({ ...model, task, hyperparameters }), region);
  return tested(result, region);
}

for (const [autoencoder, readout] of combinations) {
  test(`${autoencoder}-${readout}2 trains`, async () => {
    const region = tinyRegion();
    const result = await trainBriefly({ autoencoder, readout, layer: 2 }, region);
    assert.deepEqual(result.reconstructions?.shape, [6, 32, 32, 1]);
    assert.deepEqual(result.predictions?.shape, [6, 3]);
    assert.ok(Number.isFinite(result.validation));
    assert.equal(result.latent?.activeUnits !== null, autoencoder === 'VAE');
    assert.equal(result.latent?.usedCodes !== null, autoencoder === 'VQ-VAE');
  });

  test(`a step of ${autoencoder}-${readout}1 leaves no tensor behind`, () => {
    const network = createNetwork({ autoencoder, readout, layer: 1 });
    const { initial, trainable } = network.initialise(placeholderNeurons(3), 1);
    const store = createParameterStore(initial, trainable);
    const images = tf.zeros([2, 32, 32, 1]) as tf.Tensor4D;
    const responses = tf.ones([2, 3]) as tf.Tensor2D;
    const noise = createNoise(1);
    const tensorsAfterStep = (): number => {
      trainingStep(
        network,
        store,
        { images, responses },
        tinyHyperparameters,
        0.001,
        noise,
      ).dispose();
      return tf.memory().numTensors;
    };
    const after = tensorsAfterStep();
    assert.equal(tensorsAfterStep(), after);
    store.dispose();
    tf.dispose([images, responses]);
  });
}

for (const autoencoder of ['VAE', 'VQ-VAE'] as const) {
  test(`the same seed gives the same ${autoencoder}, noise included`, async () => {
    const region = tinyRegion();
    const [first, again] = [
      await trainBriefly({ autoencoder, readout: null, layer: null }, region),
      await trainBriefly({ autoencoder, readout: null, layer: null }, region),
    ];
    assert.deepEqual(again, first);
  });
}

/** The first images of a recording, so that nine trainings take seconds. */
function shortened(region: RegionData, trainingImages: number, testImages: number): RegionData {
  const first = (array: NdArray, count: number): NdArray =>
    takeRows(
      array,
      Array.from({ length: count }, (_, row) => row),
    );
  return {
    ...region,
    trainingImages: first(region.trainingImages, trainingImages),
    trainingResponses: first(region.trainingResponses, trainingImages),
    testImages: first(region.testImages, testImages),
    testResponses: first(region.testResponses, testImages),
    testTrials: undefined,
    responseScale: 1,
  };
}

const recording = sharedData('macaque-patterns');

test('all nine combinations train on recorded macaque neurons as they are', {
  skip: recording === undefined && 'no macaque-patterns in the shared data',
}, async () => {
  const dataset = await openDataset(await withoutTestImages(recording!, [248, 249]));
  const region = shortened(await dataset.loadRegion(dataset.regions[0]), 100, 10);
  for (const [autoencoder, readout] of combinations) {
    const result = await trainBriefly({ autoencoder, readout, layer: 2 }, region, 'NRS');
    assert.deepEqual(result.reconstructions?.shape, [10, 32, 32, 1]);
    assert.deepEqual(result.predictions?.shape, [10, region.testResponses.shape[1]]);
  }
});
