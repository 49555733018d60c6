import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tf } from '../../src/backend/tensorflow';
import { fitCosines } from '../../src/baselines/cosineTransform';
import { fitCascade, fitEnergyModel, fitPerceptron } from '../../src/baselines/filterModels';
import { fitKlindt } from '../../src/baselines/klindt';
import { fitLinearNonlinear } from '../../src/baselines/linearNonlinear';
import { fitPoissonGlm } from '../../src/baselines/poissonGlm';
import { fitMeanImage, fitPrincipalComponents } from '../../src/baselines/principalComponents';
import { fitRidgeReadout } from '../../src/baselines/ridgeReadout';
import { fitSupportVectors } from '../../src/baselines/supportVectors';
import type { RegionData } from '../../src/data/region';
import { UserError } from '../../src/errors';
import { scoreReconstructions } from '../../src/metrics/imageScores';
import { pearsonPerNeuron } from '../../src/metrics/responseScores';
import type { FittedModel } from '../../src/models/fittedModel';
import { createNetwork } from '../../src/models/network';
import { hyperparametersFor } from '../../src/paper/hyperparameters';
import { score } from '../../src/training/score';
import { trainNetwork } from '../../src/training/train';
import { tinyRegion } from '../tinyRegion';

const whole = tinyRegion();
/** Whoever asks for the test images or the responses to them fails. */
const training: RegionData = Object.create(whole, {
  ...Object.fromEntries(
    ['testImages', 'testResponses', 'testTrials', 'truth'].map((name) => [
      name,
      { get: () => assert.fail(`${name} took part in a fit`) },
    ]),
  ),
});
const short = { maxSteps: 4 };
const paper = (name: string, task: 'IR' | 'NRS') => (region: RegionData) => {
  const hyperparameters = { ...hyperparametersFor(name, task), ...short, batchSize: 8 };
  return trainNetwork(createNetwork(name), { task, seed: 1, hyperparameters }, region);
};

/** The list that a table of models is made from. */
const fits: Readonly<Record<string, (region: RegionData) => FittedModel | Promise<FittedModel>>> = {
  LN: fitLinearNonlinear,
  'Poisson GLM': fitPoissonGlm,
  'LN-LN': (region) => fitCascade(region, short),
  'energy model': (region) => fitEnergyModel(region, short),
  MLP: (region) => fitPerceptron(region, short),
  'ridge regression': (region) => fitRidgeReadout(region, { refit: true }),
  SVR: (region) => fitSupportVectors(region, { costs: [0.1, 1] }),
  'Klindt 2017': (region) => fitKlindt(region, { ...short, channels: 2 }),
  PCA: (region) => fitPrincipalComponents(region, { components: 5 }),
  DCT: (region) => fitCosines(region),
  'mean image': (region) => fitMeanImage(region),
  'CNN-FR2': paper('CNN-FR2', 'NRS'),
  CAE: paper('CAE', 'IR'),
  'CAE-FR2': paper('CAE-FR2', 'IR'),
};

for (const [name, fit] of Object.entries(fits)) {
  test(`${name} is fitted without the test images, and scored like every other model`, async () => {
    const model = await fit(training);
    const scores = score(model, whole);
    const { testImages, testResponses } = whole;
    assert.ok(model.predict ?? model.reconstruct);
    if (model.predict === undefined) {
      assert.throws(() => scores.pcc, UserError);
    } else {
      assert.deepEqual(scores.predictions, model.predict(testImages));
      assert.deepEqual(scores.predictions.shape, testResponses.shape);
      assert.ok(scores.predictions.values.every(Number.isFinite));
      assert.deepEqual(scores.pcc, pearsonPerNeuron(scores.predictions, testResponses).pcc);
    }
    if (model.reconstruct === undefined) {
      assert.throws(() => scores.mse, UserError);
    } else {
      assert.deepEqual(scores.reconstructions.shape, testImages.shape);
      const { mse, ssim } = scoreReconstructions(scores.reconstructions, testImages);
      assert.deepEqual([scores.mse, scores.ssim], [mse, ssim]);
    }
    assert.ok(model.parameters! >= 0);
    const before = tf.memory().numTensors;
    const again = score(await fit(training), whole);
    if (model.predict) assert.deepEqual(again.predictions, scores.predictions);
    if (model.reconstruct) assert.deepEqual(again.reconstructions, scores.reconstructions);
    assert.equal(tf.memory().numTensors, before);
  });
}

test('the factor with the best validation value is taken', async () => {
  const { chosen, tried, validation } = await fitEnergyModel(training, {
    penalties: [1e-3, 1e3],
    maxSteps: 20,
  });
  assert.deepEqual(
    tried.map(({ penalty }) => penalty),
    [1e-3, 1e3],
  );
  const best = tried.reduce((one, other) => (other.validation < one.validation ? other : one));
  assert.deepEqual([chosen, validation], [[best.penalty], best.validation]);
});

test('a model of some neurons is scored on them; a region without images is refused', async () => {
  const some = { ...whole, trainingResponses: whole.testResponses };
  await assert.rejects(async () => fitLinearNonlinear(some), UserError);
  const model: FittedModel = {
    predict: ({ shape: [count] }) => ({ shape: [count, 1], values: new Float32Array(count) }),
  };
  assert.throws(() => score(model, whole).pcc, /name the neurons that it was fitted to/);
  const { pcc, constantPredictions } = score(model, whole, { neurons: [2] });
  assert.deepEqual([pcc, constantPredictions], [[0], 1]);
});
