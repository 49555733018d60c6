import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { antolik2016 } from '../../src/data/antolik2016/manifest';
import { differentFiles } from '../../src/data/publishedFiles';
import { openDataset } from '../../src/data/dataset';
import { readNpy } from '../../src/data/npy';
import { meanOverTrials } from '../../src/data/responses';
import { UserError } from '../../src/errors';
import { sharedData } from '../sharedData';
import { withoutTestImages } from './withoutTestImages';

const antolik = sharedData('antolik2016');
const macaque = sharedData('macaque-patterns');
const skipAntolik =
  antolik === undefined && 'the recordings of Antolik et al. 2016 are not on this machine';
const skipMacaque = macaque === undefined && 'the macaque recordings are not on this machine';

test('the manifest names 15 files of three regions', () => {
  assert.equal(antolik2016.files.length, 15);
  assert.equal(new Set(antolik2016.files.map((file) => file.path)).size, 15);
  assert.ok(
    antolik2016.files.every(
      (file) =>
        /^region[123]\/\w+\.npy$/.test(file.path) && /^[0-9a-f]{40}$/.test(file.gitBlobSha1),
    ),
  );
});

test('the recordings on this machine are the published ones, apart from the missing training images', {
  skip: skipAntolik,
}, async () => {
  assert.deepEqual(
    await differentFiles(antolik!, antolik2016.files),
    [1, 2, 3].map((region) => `region${region}/training_inputs.npy`),
  );
});

test('without its training images Antolik 2016 is refused with the files and the command', {
  skip: skipAntolik,
}, async () => {
  await assert.rejects(
    openDataset(antolik!),
    (error: unknown) =>
      error instanceof UserError &&
      /lacks region1\/training_inputs\.npy, region2\/training_inputs\.npy, region3\/training_inputs\.npy: .*npm run data -- antolik2016/.test(
        error.message,
      ),
  );
});

test('its test images, trials and responses load; mean responses are the mean over the trials', {
  skip: skipAntolik,
}, async () => {
  const dataset = await openDataset(antolik!, { requireTraining: false });
  assert.deepEqual(dataset.regions, [1, 2, 3]);
  // Shares of exact zeros of the training responses, as NumPy gives them.
  const expected = {
    1: { shape: [1800, 103], trials: 10, zeros: 0.509 },
    2: { shape: [1260, 55], trials: 8, zeros: 0.489 },
    3: { shape: [1800, 102], trials: 12, zeros: 0.517 },
  };
  for (const [number, { shape, trials, zeros }] of Object.entries(expected)) {
    const region = await dataset.loadRegion(Number(number));
    const neurons = shape[1];
    assert.deepEqual(region.trainingImages.shape, [0, 32, 32, 1]);
    assert.deepEqual(region.trainingResponses.shape, shape);
    assert.deepEqual(region.testImages.shape, [50, 32, 32, 1]);
    assert.deepEqual(region.testResponses.shape, [50, neurons]);
    assert.deepEqual(region.testTrials?.shape, [trials, 50, neurons]);
    const share =
      region.trainingResponses.values.filter((value) => value === 0).length /
      region.trainingResponses.values.length;
    assert.ok(Math.abs(share - zeros) < 6e-4, `${share} zeros in region ${number}`);
    // Pixels are 0 ... 255 in the file, so both ends of [-1, 1] nearly occur after resizing.
    assert.ok(
      Math.min(...region.testImages.values) < -0.95 && Math.max(...region.testImages.values) > 0.95,
    );

    const raw = await readNpy(path.join(antolik!, `region${number}/raw_validation_set.npy`));
    const mean = await readNpy(path.join(antolik!, `region${number}/validation_set.npy`));
    const expectedMean = meanOverTrials(raw).values;
    assert.ok(mean.values.every((value, index) => Math.abs(value - expectedMean[index]) < 1e-12));
  }
});

test('regions 1 and 2 share their test images', { skip: skipAntolik }, async () => {
  const dataset = await openDataset(antolik!, { requireTraining: false });
  const [first, second, third] = await Promise.all(
    [1, 2, 3].map((region) => dataset.loadRegion(region)),
  );
  assert.deepEqual(first.testImages, second.testImages);
  assert.notDeepEqual(first.testImages, third.testImages);
});

test('test images of the macaque recordings that are training images are refused; without them all load, without trials', {
  skip: skipMacaque,
}, async () => {
  const complete = await openDataset(macaque!);
  assert.deepEqual(
    [complete.identity.name, complete.identity.kind, complete.regions],
    ['macaque-patterns', 'real', [1]],
  );
  await assert.rejects(complete.loadRegion(1), /holds 2 of 300 images .* \(248, 249\)/);
  const dataset = await openDataset(await withoutTestImages(macaque!, [248, 249]));
  const region = await dataset.loadRegion(1);
  assert.deepEqual(
    [region.trainingImages.shape, region.trainingResponses.shape],
    [
      [1200, 32, 32, 1],
      [1200, 2],
    ],
  );
  assert.deepEqual(
    [region.testImages.shape, region.testResponses.shape],
    [
      [298, 32, 32, 1],
      [298, 2],
    ],
  );
  assert.equal(region.testTrials, undefined);
  assert.ok(region.trainingImages.values.every((value) => value >= -1 && value <= 1));
});
