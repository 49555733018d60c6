import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { fitLinearNonlinear } from '../../src/baselines/linearNonlinear';
import { openDataset } from '../../src/data/dataset';
import { ndArray } from '../../src/data/ndArray';
import { createRandom } from '../../src/data/random';
import type { Dataset } from '../../src/data/region';
import { imageStatistics } from '../../src/metrics/imageStatistics';
import { sharedData } from '../sharedData';
import { describeCalibration } from './describeCalibration';

const recordings = sharedData('antolik2016');
const skip = recordings ? false : 'recordings absent';
let folder = '';
let simulated: Dataset;

before(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'dae-nr-calibration-'));
  simulated = await openDataset('simulated', { dataFolder: folder });
});
after(() => rm(folder, { recursive: true, force: true }));

for (const number of [1, 2, 3]) {
  test(`the default simulation of region ${number} is as the recordings within every tolerance`, async () => {
    const region = await simulated.loadRegion(number);
    assert.equal(region.truth?.cellTypes.length, region.testResponses.shape[1]);
    const rows = describeCalibration(region, fitLinearNonlinear(region).predict(region.testImages));
    assert.equal(rows.length, 10);
    assert.equal(rows.filter((row) => row.tolerance !== null).length, 7);
    for (const { statistic, simulated: value, recorded, tolerance } of rows) {
      assert.ok(
        tolerance === null || Math.abs(value - recorded) <= tolerance,
        `${statistic}: ${value} beside ${recorded}`,
      );
    }
  });
}

test('the recordings are described by the values that the simulation was matched to', {
  skip,
}, async () => {
  const dataset = await openDataset(recordings!, { requireTraining: false });
  for (const number of dataset.regions) {
    const region = await dataset.loadRegion(number);
    for (const row of describeCalibration(region, region.testResponses)) {
      if (row.statistic === 'PCC of the LN model') continue;
      const rounding = row.statistic === 'participation ratio' ? 0.051 : 0.0051;
      assert.ok(
        Math.abs(row.simulated - row.recorded) < rounding,
        `region ${number}, ${row.statistic}: ${row.simulated} instead of ${row.recorded}`,
      );
    }
  }
});

test('white noise has a flat spectrum and Gaussian kurtosis', () => {
  const { normal } = createRandom(1, 'white');
  const { contrast, kurtosis, spectrumSlope } = imageStatistics(
    ndArray(
      [60, 32, 32, 1],
      Float32Array.from({ length: 60 * 1024 }, () => 0.5 * normal()),
    ),
  );
  assert.ok(Math.abs(contrast - 0.5) < 0.01);
  assert.ok(Math.abs(kurtosis - 3) < 0.1);
  assert.ok(Math.abs(spectrumSlope) < 0.15);
});
