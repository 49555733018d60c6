import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tf } from '../../src/backend/tensorflow';
import { fitSupportVectors } from '../../src/baselines/supportVectors';
import { ndArray, takeRows } from '../../src/data/ndArray';
import { UserError } from '../../src/errors';
import { pearsonCorrelation } from '../../src/metrics/responseScores';
import { closeTo } from '../closeTo';
import oracle from '../oracles/supportVectors.json';
import { formulaImages, noiseImages } from './smallRegion';

test(`the predictions are those of scikit-learn ${oracle.versions['scikit-learn']}`, async () => {
  const [images, shown] = [formulaImages(0, 40), formulaImages(40, 5)];
  const fits = await fitSupportVectors(
    images,
    ndArray([40, 2], Float32Array.from(oracle.responses.flat())),
    shown,
    oracle.fits.map(({ cost }) => cost),
    oracle.gamma,
  );
  oracle.fits.forEach(({ predictions, supportVectors }, index) => {
    predictions
      .flat()
      .forEach((value, entry) => closeTo(fits[index].predictions.values[entry], value, 5e-3));
    supportVectors.forEach((count, neuron) =>
      closeTo(fits[index].supportVectors[neuron], count, 1),
    );
  });
});

test('an energy neuron, which no linear filter predicts, is predicted; the process is left as it was', async () => {
  const before = [process.listenerCount('unhandledRejection'), tf.memory().numTensors];
  const images = ndArray([300, 2], noiseImages(1, 17).values.slice(0, 600));
  const energy = Float32Array.from(
    { length: 300 },
    (_, image) => images.values[2 * image] ** 2 + images.values[2 * image + 1] ** 2,
  );
  const rows = Array.from({ length: 300 }, (_, image) => image);
  const [training, held] = [rows.slice(0, 250), rows.slice(250)];
  const [{ predictions }] = await fitSupportVectors(
    takeRows(images, training),
    ndArray([250, 1], energy.slice(0, 250)),
    takeRows(images, held),
    [1],
  );
  assert.ok(pearsonCorrelation(predictions.values, energy.slice(250)) > 0.9);
  assert.deepEqual([process.listenerCount('unhandledRejection'), tf.memory().numTensors], before);
  assert.equal(typeof globalThis.fetch, 'function');
});

test('images and responses that do not fit are refused', async () => {
  await assert.rejects(
    fitSupportVectors(
      formulaImages(0, 3),
      ndArray([2, 1], Float32Array.of(1, 2)),
      formulaImages(0, 1),
      [1],
    ),
    UserError,
  );
});
