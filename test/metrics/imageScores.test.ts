import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ndArray } from '../../src/data/ndArray';
import { UserError } from '../../src/errors';
import {
  meanSquaredError,
  peakSignalToNoiseRatio,
  scoreReconstructions,
  structuralSimilarity,
} from '../../src/metrics/imageScores';
import oracle from '../oracles/metrics.json';
import { closeTo } from '../closeTo';
import { sequence } from '../oracles/sequence';

const size = 32;

/** As `pair` in test/oracles/metrics.py. */
function pair(index: number): { image: Float32Array; reconstruction: Float32Array } {
  const coarse = sequence(size * size, index);
  const noise = sequence(size * size, index + 0.5);
  const image = new Float32Array(size * size);
  const reconstruction = new Float32Array(size * size);
  for (let pixel = 0; pixel < size * size; pixel++) {
    const row = Math.floor(pixel / size);
    const column = pixel % size;
    const waves =
      0.6 * Math.sin(0.31 * row + 0.17 * index * column) + 0.2 * Math.cos(0.05 * row * column);
    image[pixel] = waves + 0.1 * coarse[pixel];
    reconstruction[pixel] = 0.8 * waves + 0.05 + 0.05 * (index + 1) * noise[pixel];
  }
  return { image, reconstruction };
}

oracle.images.forEach((expected, index) => {
  test(`image ${index} scores as in scikit-image ${oracle.versions['scikit-image']}`, () => {
    const { image, reconstruction } = pair(index);
    closeTo(meanSquaredError(reconstruction, image), expected.mse, 1e-6);
    closeTo(peakSignalToNoiseRatio(reconstruction, image), expected.psnr, 1e-5);
    closeTo(structuralSimilarity(reconstruction, image), expected.ssim, 1e-5);
    closeTo(
      structuralSimilarity(reconstruction, image, { window: 'uniform' }),
      expected.ssimUniform,
      1e-5,
    );
  });
});

test('structural similarity is symmetric, 1 for identical images and negative for inverted structure', () => {
  const { image, reconstruction } = pair(1);
  const texture = sequence(size * size, 9);
  closeTo(structuralSimilarity(image, image), 1, 1e-12);
  closeTo(
    structuralSimilarity(image, reconstruction),
    structuralSimilarity(reconstruction, image),
    1e-12,
  );
  closeTo(structuralSimilarity(new Float32Array(1024), new Float32Array(1024)), 1, 1e-12);
  const inverted = structuralSimilarity(
    texture.map((value) => 0.5 + 0.3 * value),
    texture.map((value) => 0.5 - 0.3 * value),
  );
  assert.ok(inverted < -0.5);
});

test('structural similarity of a rectangle equals that of its transpose', () => {
  const [height, width] = [12, 20];
  const image = sequence(height * width, 1);
  const reference = sequence(height * width, 2);
  const transposed = (values: Float32Array): Float32Array =>
    values.map(
      (_, position) => values[(position % height) * width + Math.floor(position / height)],
    );
  closeTo(
    structuralSimilarity(image, reference, { width }),
    structuralSimilarity(transposed(image), transposed(reference), { width: height }),
    1e-12,
  );
});

test('identical images have an infinite peak signal-to-noise ratio', () => {
  assert.equal(peakSignalToNoiseRatio([0.5, -0.5], [0.5, -0.5]), Infinity);
});

test('the data range moves the ratio by 20 log10', () => {
  closeTo(
    peakSignalToNoiseRatio([0.2, 0], [0, 0], 2) - peakSignalToNoiseRatio([0.2, 0], [0, 0], 1),
    20 * Math.log10(2),
    1e-12,
  );
});

test('reconstructions are scored image by image', () => {
  const pairs = [0, 1, 2, 3].map(pair);
  const stack = (images: Float32Array[]) =>
    ndArray([4, size, size, 1], Float32Array.from(images.flatMap((image) => [...image])));
  const scores = scoreReconstructions(
    stack(pairs.map((p) => p.reconstruction)),
    stack(pairs.map((p) => p.image)),
  );
  oracle.images.forEach((expected, index) => {
    closeTo(scores.mse[index], expected.mse, 1e-6);
    closeTo(scores.psnr[index], expected.psnr, 1e-5);
    closeTo(scores.ssim[index], expected.ssim, 1e-5);
  });
});

test('sizes that do not fit are refused', () => {
  assert.throws(() => meanSquaredError([1, 2], [1]), UserError);
  assert.throws(() => meanSquaredError([], []), UserError);
  assert.throws(
    () => structuralSimilarity(new Float32Array(1023), new Float32Array(1023)),
    /rows of/,
  );
  assert.throws(
    () => structuralSimilarity(new Float32Array(100), new Float32Array(100)),
    /at least 11 x 11/,
  );
  const images = ndArray([1, 32, 32, 1], new Float32Array(1024));
  assert.throws(
    () => scoreReconstructions(images, ndArray([1, 32, 32], new Float32Array(1024))),
    UserError,
  );
});
