import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openDataset } from '../../src/data/dataset';
import type { NdArray } from '../../src/data/ndArray';
import { parseModelName } from '../../src/models/modelName';
import { train } from '../../src/training/train';
import type { TrainingResult } from '../../src/training/training';
import { withFolder, writeRegion, type FileContent } from '../data/regionFolder';
import { tinyRegion, tinyRequest } from '../tinyRegion';

const region = tinyRegion();
const fileOf = ({ shape, values }: NdArray, factor = 1): FileContent => ({
  type: 'f8',
  shape,
  values: Float64Array.from(values, (value) => value * factor),
});

/** A training on recordings whose files are in another unit. */
async function trainedIn(unit: number): Promise<TrainingResult> {
  let result: TrainingResult | undefined;
  await withFolder(async (folder) => {
    await writeRegion(folder, 1, {
      trainingImages: fileOf(region.trainingImages),
      trainingResponses: fileOf(region.trainingResponses, unit),
      testImages: fileOf(region.testImages),
      testResponses: fileOf(region.testResponses, unit),
    });
    const recorded = await (await openDataset(folder)).loadRegion(1);
    const training = await train(
      tinyRequest({ ...parseModelName('CAE-FR2'), task: 'IR', hyperparameters: { maxSteps: 8 } }),
      recorded,
    );
    assert.equal(training.status, 'finished');
    result = training as TrainingResult;
  });
  return result!;
}

test('a training does not depend on the unit in which responses were saved', async () => {
  const plain = await trainedIn(1);
  for (const unit of [1000, 0.001]) {
    const other = await trainedIn(unit);
    assert.ok(Math.abs(other.validation / plain.validation - 1) < 1e-3);
    for (const name of ['predictions', 'reconstructions'] as const)
      other[name]!.values.forEach((value, entry) =>
        assert.ok(
          Math.abs(value - plain[name]!.values[entry]) < 1e-3,
          `${unit} ${name} ${value} ${plain[name]!.values[entry]}`,
        ),
      );
  }
});
