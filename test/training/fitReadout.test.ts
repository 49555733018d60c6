import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tf } from '../../src/backend/tensorflow';
import { UserError } from '../../src/errors';
import { createNetwork } from '../../src/models/network';
import { fittedNetwork } from '../../src/training/evaluate';
import { fitReadout } from '../../src/training/fitReadout';
import { train } from '../../src/training/train';
import type { FrozenEncoder, TrainedModel, TrainingRequest } from '../../src/training/training';
import { closeTo } from '../closeTo';
import { tested, type Tested } from '../tested';
import { tinyHyperparameters, tinyRegion, tinyRequest } from '../tinyRegion';

const region = tinyRegion({ images: 40, testImages: 12 });

const finished = (model: TrainedModel): Tested => tested(model, region);

function requestOf(
  mapping: FrozenEncoder['mapping'],
  layer: 1 | 2 | 3 | 4,
  maxSteps = 40,
): TrainingRequest {
  return tinyRequest({
    layer,
    task: 'NRS',
    frozenEncoder: { mapping, readout: null, layer: null, hyperparameters: tinyHyperparameters },
    hyperparameters: { activationSparsity: 0, learningRate: 0.01, maxSteps },
  });
}

const encoder = train(tinyRequest({ readout: null, layer: null }), region).then(
  (result) => finished(result).weights,
);

for (const mapping of ['unfitted', 'fitted afterwards'] as const) {
  for (const layer of [1, 2, 4] as const) {
    test(`${mapping}, layer ${layer}: predicts what the whole network with the autoencoder's encoder predicts`, async () => {
      const encoderWeights = await encoder;
      const result = finished(
        await fitReadout(requestOf(mapping, layer), region, { encoderWeights }),
      );
      const whole = createNetwork({ autoencoder: 'CAE', readout: 'FR', layer });
      const weights = { ...encoderWeights, ...result.weights };
      const predictions = fittedNetwork(whole, weights).predict!(region.testImages);
      assert.deepEqual(result.predictions?.shape, [12, 3]);
      predictions.values.forEach((value, index) =>
        closeTo(result.predictions!.values[index], value, 1e-5),
      );
      assert.deepEqual(Object.keys(result.weights).sort(), [
        'readout/bias',
        'readout/features',
        'readout/mask',
      ]);
      assert.equal(result.reconstructions, null);
    });
  }
}

test('fitting lowers the validation loss of the unfitted mapping, whose weights are those of the whole network before training', async () => {
  const encoderWeights = await encoder;
  const unfitted = finished(await fitReadout(requestOf('unfitted', 2), region, { encoderWeights }));
  const fitted = finished(
    await fitReadout(requestOf('fitted afterwards', 2, 200), region, { encoderWeights }),
  );
  assert.ok(
    fitted.validation < unfitted.validation - 0.05,
    `${unfitted.validation} to ${fitted.validation}`,
  );
  assert.deepEqual([unfitted.steps, unfitted.curves.step, unfitted.stages], [0, [0], []]);
  // One step at the learning rate 1e-12 leaves the joint network's readout where it began.
  const joint = finished(
    await train(tinyRequest({ hyperparameters: { learningRate: 1e-12, maxSteps: 1 } }), region),
  );
  unfitted.weights['readout/mask'].values.forEach((value, index) =>
    closeTo(value, joint.weights['readout/mask'].values[index], 1e-7),
  );
});

test('it leaves no tensor behind and the given weights as they were', async () => {
  const encoderWeights = await encoder;
  const kernel = encoderWeights['encoder1/kernel'].values.slice();
  await fitReadout(requestOf('fitted afterwards', 2), region, { encoderWeights });
  const before = tf.memory().numTensors;
  await fitReadout(requestOf('fitted afterwards', 2), region, { encoderWeights });
  await fitReadout(requestOf('unfitted', 2), region, { encoderWeights });
  assert.equal(tf.memory().numTensors, before);
  assert.deepEqual(encoderWeights['encoder1/kernel'].values, kernel);
});

test('what cannot be fitted is refused', async () => {
  const isUserError = (pattern: RegExp) => (error: Error) =>
    error instanceof UserError && pattern.test(error.message);
  await assert.rejects(
    fitReadout(requestOf('unfitted', 2), region),
    isUserError(/needs the weights of the autoencoder/),
  );
  await assert.rejects(
    fitReadout({ ...requestOf('unfitted', 2), task: 'IR' }, region),
    isUserError(/NRS task/),
  );
});
