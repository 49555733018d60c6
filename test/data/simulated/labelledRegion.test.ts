import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rowView } from '../../../src/data/ndArray';
import type { RegionData } from '../../../src/data/region';
import { simulateLabelled } from '../../../src/data/simulated/labelledRegion';
import { regionParameters } from '../../../src/data/simulated/regionParameters';
import { simulateRegion } from '../../../src/data/simulated/simulateRegion';
import { UserError } from '../../../src/errors';
import { tinyRegion } from '../../tinyRegion';

const { truth } = simulateRegion({ ...regionParameters[2], trainingImages: 60, neurons: 4 }, 1);
const region: RegionData = { ...tinyRegion(), region: 3, truth };

const options = { training: 5, test: 4, trials: 3, seed: 1, roughness: 0.5 };

test('shapes, labels and trials; the same seed gives the same set', () => {
  const labelled = simulateLabelled(region, options);
  assert.deepEqual(
    [labelled.trainingImages.shape, labelled.testImages.shape],
    [
      [15, 32, 32, 1],
      [12, 32, 32, 1],
    ],
  );
  assert.deepEqual(
    [labelled.trainingResponses.shape, labelled.testResponses.shape, labelled.testTrials?.shape],
    [
      [15, 4],
      [12, 4],
      [3, 12, 4],
    ],
  );
  assert.deepEqual(labelled.labels.test, [0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2]);
  assert.equal(labelled.labels.classes.length, 3);
  const { values } = labelled.testTrials!;
  assert.ok(
    Math.abs(labelled.testResponses.values[5] - (values[5] + values[53] + values[101]) / 3) < 1e-6,
  );
  assert.ok(
    values.some((value, entry) => entry >= 48 && value !== values[entry - 48]),
    'trials differ',
  );
  assert.deepEqual(simulateLabelled(region, options), labelled);
  assert.notDeepEqual(
    simulateLabelled(region, { ...options, seed: 2 }).testImages,
    labelled.testImages,
  );
});

test('no test image is a training image, and brightness or contrast tell no class', () => {
  const { trainingImages, testImages, labels } = simulateLabelled(region, {
    ...options,
    training: 40,
    test: 40,
  });
  const known = new Set(labels.training.map((_, image) => rowView(trainingImages, image).join()));
  assert.ok(labels.test.every((_, image) => !known.has(rowView(testImages, image).join())));
  const moments = labels.test.map((_, image) => {
    const pixels = rowView(testImages, image);
    const mean = pixels.reduce((sum, pixel) => sum + pixel / pixels.length, 0);
    return [
      mean,
      Math.sqrt(pixels.reduce((sum, pixel) => sum + (pixel - mean) ** 2 / pixels.length, 0)),
    ];
  });
  for (const moment of [0, 1]) {
    const ofClass = labels.classes.map((_, one) =>
      moments
        .filter((_value, image) => labels.test[image] === one)
        .reduce((sum, values) => sum + values[moment] / 40, 0),
    );
    assert.ok(Math.max(...ofClass) - Math.min(...ofClass) < 0.06, ofClass.join());
  }
});

test('the neurons of recordings can be shown nothing', () => {
  assert.throws(() => simulateLabelled(tinyRegion(), options), UserError);
});
