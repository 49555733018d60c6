import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ndArray, takeRows } from '../../src/data/ndArray';
import { splitTraining } from '../../src/data/split';
import { oneHotMasks } from '../../src/models/factorizedReadout';
import { autoencoderNames, parseModelName, readoutNames } from '../../src/models/modelName';
import { locateReceptiveFields } from '../../src/training/neuronStatistics';
import { train } from '../../src/training/train';
import type { TrainingResult } from '../../src/training/training';
import { tinyRegion, tinyRequest } from '../tinyRegion';

const region = tinyRegion();

async function trained(
  name: string,
  task: 'IR' | 'NRS' = 'NRS',
  data = region,
): Promise<TrainingResult> {
  const result = await train(
    tinyRequest({ ...parseModelName(name), task, hyperparameters: { maxSteps: 5 } }),
    data,
  );
  assert.equal(result.status, 'finished');
  return result as TrainingResult;
}

test('CNN-FM1 keeps the masks that the training images without those for validation give', async () => {
  const { readout } = await trained('CNN-FM1');
  const { training } = splitTraining(region.trainingImages, tinyRequest().seed);
  const centres = locateReceptiveFields(
    takeRows(region.trainingImages, training),
    takeRows(region.trainingResponses, training),
  );
  assert.deepEqual(readout?.mask, oneHotMasks(centres, 16));
  assert.deepEqual(readout?.featureWeights.shape, [32, 3]);
});

test('neither test nor validation images move the masks of FM', async () => {
  const { validation } = splitTraining(region.trainingImages, tinyRequest().seed);
  const spoilt = ndArray(region.trainingImages.shape, region.trainingImages.values.slice());
  validation.forEach((image) => spoilt.values.fill(1, image * 1024, image * 1024 + 512));
  const changed = {
    ...region,
    trainingImages: spoilt,
    testImages: ndArray(
      region.testImages.shape,
      region.testImages.values.map((value) => -value),
    ),
  };
  assert.deepEqual(
    (await trained('CNN-FM2', 'NRS', changed)).readout?.mask,
    (await trained('CNN-FM2')).readout?.mask,
  );
});

test('CNN-FC2 has no masks, and its dropout is drawn from the seed', async () => {
  const [first, second] = [await trained('CNN-FC2'), await trained('CNN-FC2')];
  assert.equal(first.readout, null);
  assert.deepEqual(first.predictions, second.predictions);
  assert.deepEqual(first.curves, second.curves);
});

test('each autoencoder trains with each readout', async () => {
  for (const autoencoder of autoencoderNames) {
    for (const readout of readoutNames) {
      const { reconstructions, predictions } = await trained(`${autoencoder}-${readout}2`, 'IR');
      assert.deepEqual(reconstructions?.shape, [6, 32, 32, 1]);
      assert.deepEqual(predictions?.shape, [6, 3]);
    }
  }
});
