import assert from 'node:assert/strict';
import { test } from 'node:test';

import { tf } from '../../src/backend/tensorflow';
import { DivergedTraining, UserError } from '../../src/errors';
import { train } from '../../src/training/train';
import type { TrainedModel, TrainingProgress } from '../../src/training/training';
import { tested, type Tested } from '../tested';
import { tinyRegion, tinyRequest } from '../tinyRegion';

const region = tinyRegion();

const finished = (model: TrainedModel): Tested => tested(model, region);

test('CAE-FR2 gives reconstructions, predictions, masks and curves of the right shapes', async () => {
  const result = finished(await train(tinyRequest(), region));
  assert.deepEqual(result.reconstructions?.shape, [6, 32, 32, 1]);
  assert.deepEqual(result.predictions?.shape, [6, 3]);
  assert.deepEqual(result.mask?.shape, [64, 3]);
  assert.deepEqual(result.featureWeights?.shape, [64, 3]);
  assert.deepEqual(result.curves.step, [5, 10]);
  assert.ok(result.predictions.values.every((value) => value > 0));
});

test('a CNN has no reconstructions and stops at its layer, an autoencoder no predictions', async () => {
  const cnn = finished(
    await train(tinyRequest({ autoencoder: null, layer: 1, task: 'NRS' }), region),
  );
  assert.equal(cnn.reconstructions, null);
  assert.deepEqual(cnn.mask?.shape, [256, 3]);
  assert.ok(!('encoder2/kernel' in cnn.weights));
  const cae = finished(await train(tinyRequest({ readout: null, layer: null }), region));
  assert.equal(cae.predictions, null);
  assert.equal(cae.mask, undefined);
});

test('the same seed gives the same result, another seed another', async () => {
  const [first, again, other] = [
    finished(await train(tinyRequest(), region)),
    finished(await train(tinyRequest(), region)),
    finished(await train(tinyRequest({ seed: 2 }), region)),
  ];
  assert.deepEqual(again, first);
  assert.notDeepEqual(other.predictions, first.predictions);
});

test('training leaves no tensor behind', async () => {
  await train(tinyRequest(), region);
  const before = tf.memory().numTensors;
  await train(tinyRequest(), region);
  assert.equal(tf.memory().numTensors, before);
});

test('a network of this size fits 8 images and their responses', async () => {
  const small = tinyRegion({ images: 10 });
  const progress: TrainingProgress[] = [];
  const hyperparameters = {
    maxSteps: 150,
    validationInterval: 25,
    readoutSparsity: 0,
    activationSparsity: 0,
  };
  await train(tinyRequest({ hyperparameters }), small, { onProgress: (now) => progress.push(now) });
  assert.ok(
    progress.at(-1)!.trainingLoss < progress[0].trainingLoss / 4,
    `${progress[0].trainingLoss} to ${progress.at(-1)!.trainingLoss}`,
  );
});

test('two stages: the second starts from the best weights with half the learning rate', async () => {
  // A learning rate that only makes things worse after the first steps, so that patience runs out.
  const hyperparameters = { learningRate: 0.05, patience: 10, maxSteps: 400 };
  const result = finished(await train(tinyRequest({ hyperparameters }), region));
  assert.equal(result.stages.length, 2);
  assert.equal(result.stages[0].endedBy, 'patience');
  assert.equal(result.stages[1].learningRate, 0.025);
  assert.ok(result.stages[1].bestValidation <= result.stages[0].bestValidation);
  assert.equal(result.validation, Math.min(...result.curves.validation));
});

test('an interrupt keeps the best weights so far', async () => {
  const abort = new AbortController();
  const hyperparameters = { maxSteps: 1000 };
  const result = finished(
    await train(tinyRequest({ hyperparameters }), region, {
      signal: abort.signal,
      onProgress: () => abort.abort(),
    }),
  );
  assert.equal(result.stages.length, 1);
  assert.equal(result.stages[0].endedBy, 'interrupt');
  assert.ok(result.steps <= 6);
  assert.equal(result.validation, Math.min(...result.curves.validation));
});

test('a diverging training ends with its reason, not with a number', async () => {
  const request = tinyRequest({ hyperparameters: { learningRate: 1e20, maxSteps: 50 } });
  const before = tf.memory().numTensors;
  await assert.rejects(
    train(request, region),
    (error) => error instanceof DivergedTraining && /diverged before step/.test(error.message),
  );
  assert.equal(tf.memory().numTensors, before);
});

test('a task that the model cannot do is refused with what to do', async () => {
  await assert.rejects(train(tinyRequest({ autoencoder: null }), region), (error: Error) => {
    assert.ok(error instanceof UserError);
    assert.match(error.message, /reconstructs no images/);
    return true;
  });
  await assert.rejects(
    train(tinyRequest({ readout: null, layer: null, task: 'NRS' }), region),
    /predicts no responses/,
  );
});

test('only the chosen neurons are fitted', async () => {
  const result = finished(await train(tinyRequest({ neurons: [2, 0] }), region));
  assert.deepEqual(result.predictions?.shape, [6, 2]);
});
