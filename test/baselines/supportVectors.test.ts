import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tf } from '../../src/backend/tensorflow';
import {
  distances,
  fitSupportVectors,
  gaussian,
  supportVectorRegression,
} from '../../src/baselines/supportVectors';
import { column, ndArray, takeRows } from '../../src/data/ndArray';
import { UserError } from '../../src/errors';
import { score } from '../../src/training/score';
import { closeTo } from '../closeTo';
import oracle from '../oracles/supportVectors.json';
import { formulaImages, noiseImages, regionOf } from './smallRegion';

test(`the predictions are those of scikit-learn ${oracle.versions['scikit-learn']}`, async () => {
  const [images, shown] = [formulaImages(0, 40), formulaImages(40, 5)];
  const responses = ndArray([40, 2], Float32Array.from(oracle.responses.flat()));
  const kernelOf = (some: typeof images) => gaussian(distances(images, some), oracle.gamma);
  const fits = await supportVectorRegression(
    kernelOf(images),
    responses,
    oracle.fits.map(({ cost }) => cost),
  );
  const kernel = kernelOf(shown);
  oracle.fits.forEach(({ predictions, supportVectors }, index) => {
    const { coefficients, offsets } = fits[index];
    [0, 1].forEach((neuron) => {
      const weights = column(coefficients, neuron);
      predictions.forEach((ofImage, image) => {
        const value = weights.reduce(
          (sum, weight, other) => sum + weight * kernel.values[image * 40 + other],
          offsets[neuron],
        );
        closeTo(value, ofImage[neuron], 5e-3);
      });
      closeTo(weights.filter((weight) => weight !== 0).length, supportVectors[neuron], 1);
    });
  });
});

test('an energy neuron, which no linear filter predicts, is predicted; the process is left as it was', async () => {
  const before = [process.listenerCount('unhandledRejection'), tf.memory().numTensors];
  const images = ndArray([350, 2, 1, 1], noiseImages(1, 20).values.slice(0, 700));
  const energy = Float32Array.from(
    { length: 350 },
    (_, image) => images.values[2 * image] ** 2 + images.values[2 * image + 1] ** 2,
  );
  const rows = Array.from({ length: 350 }, (_, image) => image);
  const [training, test] = [rows.slice(0, 300), rows.slice(300)];
  const region = {
    ...regionOf(takeRows(images, training), takeRows(images, test)),
    trainingResponses: ndArray([300, 1], energy.slice(0, 300)),
    testResponses: ndArray([50, 1], energy.slice(300)),
  };
  const model = await fitSupportVectors(region, { costs: [1e-4, 1] });
  assert.ok(score(model, region).pcc[0] > 0.9);
  assert.deepEqual(model.chosen, [1]);
  assert.equal(model.parameters, model.supportVectors[0] + 1);
  assert.deepEqual([process.listenerCount('unhandledRejection'), tf.memory().numTensors], before);
  assert.equal(typeof globalThis.fetch, 'function');
});

test('images and responses that do not fit are refused', async () => {
  const images = formulaImages(0, 10);
  const responses = ndArray(
    [10, 1],
    Float32Array.from({ length: 10 }, (_, image) => image % 3),
  );
  const region = regionOf(images, images, responses);
  await assert.rejects(
    fitSupportVectors({ ...region, trainingResponses: takeRows(responses, [0, 1]) }),
    UserError,
  );
  const model = await fitSupportVectors(region);
  assert.throws(() => model.predict(ndArray([1, 2, 2, 1], new Float32Array(4))), UserError);
});
