import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { mean } from 'simple-statistics';
import { tf } from '../../src/backend/tensorflow';
import { reconstructWithCosines } from '../../src/baselines/cosineTransform';
import {
  principalAxes,
  reconstructWithMeanImage,
  reconstructWithPrincipalComponents,
} from '../../src/baselines/principalComponents';
import { openDataset } from '../../src/data/dataset';
import { ndArray, takeRows } from '../../src/data/ndArray';
import { UserError } from '../../src/errors';
import { meanSquaredError, scoreReconstructions } from '../../src/metrics/imageScores';
import { sharedData } from '../sharedData';
import { formulaImages } from './smallRegion';

interface Oracle {
  readonly variances: number[];
  readonly principalComponents5: number[];
  readonly cosines6: number[];
}
const oracle = JSON.parse(
  readFileSync(path.join(__dirname, '../oracles/baselines.json'), 'utf8'),
) as Oracle;
const [trainingImages, testImages] = [formulaImages(0, 30), formulaImages(30, 4)];
const axes = principalAxes(trainingImages);

function assertClose(
  actual: ArrayLike<number>,
  expected: readonly number[],
  tolerance: number,
): void {
  assert.equal(actual.length, expected.length);
  expected.forEach((value, index) => {
    assert.ok(
      Math.abs(actual[index] - value) < tolerance,
      `entry ${index}: ${actual[index]} instead of ${value}`,
    );
  });
}

test('principal components agree with NumPy', () => {
  assertClose(axes.variances.slice(0, 30), oracle.variances.slice(0, 30), 1e-4);
  const { shape, values } = reconstructWithPrincipalComponents(testImages, 5, axes);
  assert.deepEqual(shape, [4, 6, 6, 1]);
  assertClose(values, oracle.principalComponents5, 2e-4);
});

test('without the native op, JavaScript finds the same components', async () => {
  const native = reconstructWithPrincipalComponents(testImages, 5, axes);
  const active = tf.getBackend();
  await tf.setBackend('cpu');
  try {
    assertClose(
      reconstructWithPrincipalComponents(testImages, 5, principalAxes(trainingImages)).values,
      Array.from(native.values),
      1e-4,
    );
  } finally {
    await tf.setBackend(active);
  }
});

test('the lowest cosine coefficients agree with SciPy', () => {
  assertClose(reconstructWithCosines(testImages, 6).values, oracle.cosines6, 1e-5);
});

test('all components or coefficients give the image back', () => {
  const original = Array.from(testImages.values);
  assertClose(reconstructWithPrincipalComponents(testImages, 36, axes).values, original, 1e-4);
  assertClose(reconstructWithCosines(testImages, 36).values, original, 1e-5);
});

test('the mean image is that of the training images', () => {
  const training = ndArray([2, 1, 2, 1], Float32Array.of(0, 1, 1, -1));
  const images = ndArray([2, 1, 2, 1], Float32Array.of(9, 9, 9, 9));
  assert.deepEqual(
    reconstructWithMeanImage(images, training),
    ndArray([2, 1, 2, 1], Float32Array.of(0.5, 0, 0.5, 0)),
  );
});

test('axes of some images know nothing of the others', () => {
  const some = principalAxes(takeRows(trainingImages, [0, 1, 2, 3, 4, 5, 6, 7]));
  assert.deepEqual(some, principalAxes(formulaImages(0, 8)));
  const error = (fitted: typeof axes): number =>
    meanSquaredError(
      reconstructWithPrincipalComponents(trainingImages, 5, fitted).values,
      trainingImages.values,
    );
  assert.ok(error(some) > error(axes));
});

test('impossible requests are refused', () => {
  assert.throws(() => reconstructWithPrincipalComponents(testImages, 37, axes), UserError);
  assert.throws(() => reconstructWithPrincipalComponents(testImages, 0, axes), UserError);
  assert.throws(() => reconstructWithCosines(testImages, 1.5), UserError);
  assert.throws(() => principalAxes(formulaImages(0, 0)), UserError);
});

test('no tensor is left behind', () => {
  const before = tf.memory().numTensors;
  reconstructWithPrincipalComponents(testImages, 5, principalAxes(trainingImages));
  reconstructWithCosines(testImages, 6);
  assert.equal(tf.memory().numTensors, before);
});

const recordings = sharedData('antolik2016');
test('cosine baselines of the real test images have the known scores', {
  skip: recordings ? false : 'recordings absent',
}, async () => {
  const dataset = await openDataset(recordings!, { requireTraining: false });
  // MSE and PSNR as SciPy's dctn gives them, three digits; SSIM of Wang et al. 2004 from an earlier
  // measurement.
  const known = [
    [1, 64, 0.03, 22.5, 0.62],
    [1, 100, 0.021, 24.1, 0.739],
    [1, 256, 0.007, 29, 0.928],
    [3, 64, 0.051, 19.1, 0.561],
    [3, 100, 0.037, 20.6, 0.699],
    [3, 256, 0.013, 25.2, 0.914],
  ] as const;
  for (const [number, coefficients, mse, psnr, ssim] of known) {
    const { testImages } = await dataset.loadRegion(number);
    const scores = scoreReconstructions(
      reconstructWithCosines(testImages, coefficients),
      testImages,
    );
    assert.ok(
      Math.abs(mean(scores.mse) - mse) < 0.00055,
      `region ${number}, ${coefficients}: MSE ${mean(scores.mse)}`,
    );
    assert.ok(
      Math.abs(mean(scores.psnr) - psnr) < 0.055,
      `region ${number}, ${coefficients}: PSNR ${mean(scores.psnr)}`,
    );
    assert.ok(
      Math.abs(mean(scores.ssim) - ssim) < 0.00055,
      `region ${number}, ${coefficients}: SSIM ${mean(scores.ssim)}`,
    );
  }
});
