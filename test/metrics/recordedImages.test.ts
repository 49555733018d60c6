import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { mean } from 'simple-statistics';
import { checkImages, pixelRange, preprocessImages } from '../../src/data/images';
import { ndArray, sizeOf, type NdArray } from '../../src/data/ndArray';
import { readNpy } from '../../src/data/npy';
import { scoreReconstructions } from '../../src/metrics/imageScores';
import { closeTo } from '../closeTo';
import { sharedData } from '../sharedData';

const folder = sharedData('antolik2016');
const skip = folder === undefined && 'the recordings of Antolik et al. 2016 are not here';

function meanImage({ shape, values }: NdArray): NdArray {
  const pixels = sizeOf(shape.slice(1));
  const sums = new Float64Array(pixels);
  values.forEach((value, entry) => {
    sums[entry % pixels] += value;
  });
  return ndArray(
    shape,
    values.map((_, entry) => sums[entry % pixels] / shape[0]),
  );
}

// Computed once in Python with scikit-image and PyTorch on the resized images; printed with these
// digits.
const expected = [
  { region: 1, mse: 0.327, psnr: 11.5, ssim: 0 },
  { region: 3, mse: 0.243, psnr: 12.3, ssim: 0.01 },
];

for (const { region, mse, psnr, ssim } of expected) {
  test(`the mean test image of region ${region} scores on the recorded images what it scores elsewhere`, {
    skip,
  }, async () => {
    const file = path.join(folder!, `region${region}`, 'validation_inputs.npy');
    const stored = await readNpy(file);
    const range = pixelRange([stored], [file]);
    const images = preprocessImages(stored, checkImages(stored, file), range);
    const scores = scoreReconstructions(meanImage(images), images);
    assert.equal(scores.psnr.length, 50);
    closeTo(mean(scores.mse), mse, 0.0005);
    closeTo(mean(scores.psnr), psnr, 0.05);
    closeTo(mean(scores.ssim), ssim, 0.005);
  });
}
