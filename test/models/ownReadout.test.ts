import assert from 'node:assert/strict';
import { test } from 'node:test';

import { tf } from '../../src/backend/tensorflow';
import { filled } from '../../src/models/layers';
import { createNetwork } from '../../src/models/network';
import type { Readout } from '../../src/models/readout';
import { fittedNetwork } from '../../src/training/evaluate';
import { train, trainNetwork } from '../../src/training/train';
import type { TrainedModel } from '../../src/training/training';
import { tested, type Tested } from '../tested';
import { tinyHyperparameters, tinyRegion, tinyRequest } from '../tinyRegion';

const region = tinyRegion();
const hyperparameters = { ...tinyHyperparameters, alpha: 0 };

/** The mean of every channel over the whole layer, weighted: no mask at all. */
const meanReadout: Readout = {
  declare: ({ channels, meanResponses }) => ({
    trained: { 'readout/features': filled([channels, meanResponses.length], 0.01) },
  }),
  predict: (pass, hidden) =>
    tf.softplus(
      tf.matMul(tf.mean(hidden, [1, 2]), pass.parameter('readout/features') as tf.Tensor2D),
    ) as tf.Tensor2D,
  penalty: (pass) => tf.sum(tf.abs(pass.parameter('readout/features'))) as tf.Scalar,
};

const finished = (model: TrainedModel): Tested => tested(model, region);

test("a readout of one's own is trained, kept and applied like the paper's", async () => {
  const network = createNetwork({ readout: meanReadout, layer: 2 });
  const result = finished(
    await trainNetwork(network, { task: 'NRS', seed: 1, hyperparameters }, region),
  );
  assert.deepEqual(result.predictions?.shape, [6, 3]);
  assert.equal(result.reconstructions, null);
  assert.notDeepEqual(result.weights['readout/features'].values, filled([64, 3], 0.01).values);
  assert.ok(result.curves.trainingLoss[1] < result.curves.trainingLoss[0]);
  assert.deepEqual(
    fittedNetwork(network, result.weights).predict!(region.testImages),
    result.predictions,
  );
});

test('its encoder, split and batches are those of the model that it stands beside', async () => {
  const [own, paper] = [
    createNetwork({ readout: meanReadout, layer: 2 }),
    createNetwork('CNN-FR2'),
  ];
  const neurons = {
    meanResponses: Float32Array.of(1, 1, 1),
    receptiveFieldCentres: () =>
      [
        [16, 16],
        [16, 16],
        [16, 16],
      ] as const,
  };
  assert.deepEqual(
    own.initialise(neurons, 7).initial['encoder2/kernel'],
    paper.initialise(neurons, 7).initial['encoder2/kernel'],
  );
  const request = tinyRequest({ autoencoder: null, task: 'NRS', hyperparameters: { alpha: 0 } });
  assert.deepEqual(
    finished(await trainNetwork(paper, request, region)),
    finished(await train(request, region)),
  );
});

test('beside an autoencoder, and an autoencoder of its own beside a readout', async () => {
  const { autoencoder } = createNetwork('CAE');
  const joint = createNetwork({ autoencoder: 'CAE', readout: meanReadout, layer: 3 });
  const result = finished(
    await trainNetwork(
      joint,
      { task: 'IR', seed: 1, hyperparameters: tinyHyperparameters },
      region,
    ),
  );
  assert.deepEqual(
    [result.reconstructions?.shape, result.predictions?.shape],
    [
      [6, 32, 32, 1],
      [6, 3],
    ],
  );
  assert.equal(createNetwork({ autoencoder: autoencoder! }).readout, undefined);
});

test('parts that make no network are refused', async () => {
  assert.throws(() => createNetwork({ readout: meanReadout }), /which layer/);
  assert.throws(() => createNetwork({ layer: 2 }), /needs an autoencoder, a readout/);
  assert.throws(() => createNetwork('CAE-XY2'), /Unknown model/);
  await assert.rejects(
    trainNetwork(createNetwork('CNN-FR2'), { task: 'IR', seed: 1, hyperparameters }, region),
    /reconstructs no images/,
  );
  await assert.rejects(
    trainNetwork(createNetwork('CAE'), { task: 'NRS', seed: 1, hyperparameters }, region),
    /predicts no responses/,
  );
});
